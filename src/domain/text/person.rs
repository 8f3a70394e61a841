//! Whether two names may be of one person: as they are compared anywhere, and besides in either script and with or
//! without what one calls them by. Only to ask, never to decide: names are kept as they were typed.

use super::fold;

/// Traditional characters of usual names, each before its simplified one.
const TRADITIONAL: &str = "張张陳陈劉刘趙赵黃黄吳吴楊杨孫孙馬马鄭郑謝谢許许馮冯鄧邓蕭萧呂吕蘇苏盧卢蔣蒋賈贾葉叶閻阎鍾钟鐘钟譚谭陸陆範范鄒邹\
     龍龙萬万錢钱湯汤羅罗韓韩賴赖龔龚莊庄顏颜歐欧嚴严畢毕齊齐紀纪駱骆關关聶聂練练簡简應应單单藍蓝費费項项賀贺鮑鲍喬乔\
     蘭兰買买麥麦竇窦溫温塗涂厲厉辦办龐庞閔闵諸诸國国華华偉伟強强麗丽軍军傑杰紅红榮荣東东慶庆鳳凤貴贵衛卫亞亚寶宝曉晓\
     樂乐倫伦賓宾濤涛誌志義义勳勋飛飞靜静師师";

/// What one calls a person by, behind the name.
const TITLES: [&str; 8] = ["先生", "女士", "小姐", "太太", "师傅", "阿姨", "mr", "ms"];

/// The name without blanks, points and title, in one script.
fn bare(name: &str) -> String {
    let simple = |c: char| {
        let mut pairs = TRADITIONAL.chars();
        std::iter::from_fn(|| pairs.next().zip(pairs.next())).find(|pair| pair.0 == c).map_or(c, |pair| pair.1)
    };
    let name: String = fold(name).chars().filter(|c| c.is_alphanumeric()).map(simple).collect();
    // 张先生 is all that is known of him, and not 张女士.
    let titled = TITLES.iter().find_map(|title| name.strip_suffix(title)).filter(|rest| rest.chars().count() > 1);
    titled.map_or(name.clone(), str::to_owned)
}

/// Whether two names may be of one person.
pub fn same_person(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_is_known_by_any_spelling_of_the_name() {
        for other in ["张三", "張三", " 张 三", "张三先生", "張三 女士", "张　三"] {
            assert!(same_person("张三", other), "{other}");
        }
        assert!(
            same_person("Ｌｉ Ming", "li ming") && same_person("買買提", "买买提") && same_person("林師傅", "林师傅")
        );
        for (one, other) in [("张三", "张四"), ("张先生", "张女士"), ("张三", "张"), ("林师傅", "王师傅")]
        {
            assert!(!same_person(one, other), "{one} {other}");
        }
    }

    #[test]
    fn each_traditional_character_stands_before_another() {
        let all: Vec<char> = TRADITIONAL.chars().collect();
        assert!(all.len().is_multiple_of(2) && all.chunks(2).all(|pair| pair[0] != pair[1]), "{TRADITIONAL}");
    }
}

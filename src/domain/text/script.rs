//! One script for what is looked for: whoever types 楼 finds 樓, and whoever is called 赵云 is met as 趙雲. Only to find and
//! to ask, never to decide.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{fold, person, plate};

/// Traditional characters of rooms and of the trade, each before its simplified one; those of names and plates stand there.
const TRADITIONAL: &str = "樓楼棟栋戶户號号層层門门區区園园裡里廳厅廚厨間间陽阳臺台頂顶牆墙樑梁滲渗電电燈灯閘闸機机氣气網网線线話话視视訊讯鎖锁鑰钥庫库場场輛辆進进離离開开壞坏損损燒烧斷断裝装維维護护養养換换灑洒掃扫蟲虫\
     貓猫擾扰亂乱鄰邻業业據据繳缴訂订賬账帳账郵邮遞递貨货傢家樣样員员廠厂問问題题訴诉報报記记錄录處处對对從从來来後后時时過过還还請请見见證证碼码點点醫医險险財财產产權权變变動动壓压熱热凍冻爛烂髒脏\
     響响聲声讓让給给說说聽听講讲寫写讀读發发現现實实驗验體体傷伤種种樹树綠绿遊游設设備备鐵铁鋼钢銅铜鋁铝紙纸塊块條条個个雙双兩两幾几數数歲岁\
     豐丰裏里颱台勝胜嶺岭黨党衝冲於于餘余羣群峯峰爲为為为準准乾干鬆松薑姜穀谷廣广聖圣歸归節节靈灵帥帅彥彦恆恒靑青鵬鹏頭头髮发淨净麵面蘋苹優优傳传億亿會会倉仓寬宽審审導导將将嶽岳帶带幹干彌弥徵征愛爱慮虑戰战擔担擇择";

/// Text as it is looked for: whatever its width, case, variant and, of usual words, script.
pub fn one_script(text: &str) -> String {
    fold(text).chars().map(simple).collect()
}

/// The simplified character of a usual traditional one.
pub(super) fn simple(c: char) -> char {
    static SIMPLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    let simple = || SIMPLE.get_or_init(|| pairs().collect()).get(&c).copied();
    if c.is_ascii() { c } else { simple().unwrap_or(c) }
}

fn pairs() -> impl Iterator<Item = (char, char)> {
    [TRADITIONAL, person::TRADITIONAL, plate::TRADITIONAL].into_iter().flat_map(|pairs| {
        let each = pairs.chars().step_by(2);
        each.zip(pairs.chars().skip(1).step_by(2))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn either_script_is_found_by_the_other() {
        for (one, other) in [("３號樓漏水", "3号楼漏水"), ("陳師傅", "陈师傅"), ("地下車庫閘機", "地下车库闸机")]
        {
            assert_eq!(one_script(one), one_script(other));
        }
        assert_eq!(one_script("B2 Ａb"), "b2 ab");
    }

    #[test]
    fn no_character_stands_on_both_sides_or_has_two_meanings() {
        let (left, right): (Vec<char>, Vec<char>) = pairs().unzip();
        assert!(left.iter().all(|c| !right.contains(c)));
        let other = |(a, b): &(char, char)| pairs().any(|(c, d)| *a == c && *b != d);
        assert_eq!(pairs().find(other), None);
        assert_eq!(left.len(), right.len());
    }
}

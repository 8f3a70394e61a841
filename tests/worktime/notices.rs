//! The notices of the State Council's General Office, year by year as published, against the calendars that came with the
//! program: what is read of the text is what the data say.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use qiantai::domain::worktime::notice::read;
use qiantai::domain::worktime::*;

use crate::date;

/// The items of each year's notice, from gov.cn and zh.wikisource: 国办发明电〔2005〕35号, 〔2006〕49号, … 〔2025〕7号.
const NOTICES: [(i32, &str); 23] = [
    (
        2004,
        "一、元旦：1月1日放假。\n\
         二、春节：1月22日———28日（即农历大年初一至初七）放假，共7天。其中，22日、23日、24日为法定假日，1月25日（星期日）照常公休，将1月17日（星期六）、18日（星期日）、24日（星期六）三个公休日调至1月26日（星期一）、27日（星期二）、28日（星期三），1月17日、18日上班。\n\
         三、“五一”：5月1日———7日放假，共7天。其中，1日、2日、3日为法定假日，将5月1日（星期六）、2日（星期日）两个公休日调至5月4日（星期二）、5日（星期三），5月8日（星期六）、5月9日（星期日）两个公休日调至5月6日（星期四）、7日（星期五），5月8日、9日上班。\n\
         四、“十一”：10月1日———7日放假，共7天。其中，1日、2日、3日为法定假日，将10月2日（星期六）、3日（星期日）两个公休日调至10月4日（星期一）、5日（星期二），10月9日（星期六）、10日（星期日）两个公休日调至10月6日（星期三）、7日（星期四），10月9日、10日上班。",
    ),
    (
        2005,
        "一、元旦：1月1日～3日放假，共3天。其中1月1日为法定假日，将1月1日(星期六)公休日调至1月3日(星期一)，1月2日(星期日)照常公休。\n\
         二、春节：2月9日～15日(农历大年初一至初七)放假，共7天。其中，9日、10日、11日为法定假日，2月12日(星期六)、13日(星期日)照常公休，将2月5日(星期六)、6日(星期日)两个公休日调至2月14日(星期一)、15日(星期二)，2月5日、6日上班。\n\
         三、“五一”：5月1日～7日放假，共7天。其中，1日、2日、3日为法定假日，将4月30日(星期六)、5月1日(星期日)、8日(星期日)三个公休日调至5月4日(星期三)、5日(星期四)、6日(星期五)，5月7日(星期六)照常公休，4月30日、5月8日上班。\n\
         四、“十一”：10月1日～7日放假，共7天。其中，1日、2日、3日为法定假日，将10月1日(星期六)、2日(星期日)两个公休日调至10月4日(星期二)、5日(星期三)，10月8日(星期六)、9日(星期日)两个公休日调至10月6日(星期四)、7日(星期五)，10月8日、9日上班。",
    ),
    (
        2006,
        "一、元旦：1月1日—3日放假，共3天。其中1月1日为法定假日，将12月31日(星期六)、1月1日(星期日)两个公休日调至1月2日(星期一)、3日(星期二)，12月31日(星期六)上班。\n\
         二、春节：1月29日—2月4日(即农历大年初一至初七)放假，共7天。其中，29日、30日、31日为法定假日，将1月28日(星期六)、29日(星期日)、2月5日(星期日)三个公休日调至2月1日(星期三)、2日(星期四)、3日(星期五)，2月4日(星期六)照常公休，1月28日、2月5日上班。\n\
         三、“五一”：5月1日—7日放假，共7天。其中，1日、2日、3日为法定假日，将4月29日(星期六)、30日(星期日)两个公休日调至5月4日(星期四)、5日(星期五)，5月6日(星期六)、7日(星期日)照常公休，4月29日、30日上班。\n\
         四、“十一”：10月1日—7日放假，共7天。其中，1日、2日、3日为法定假日，将9月30日(星期六)、10月1日(星期日)、8日(星期日)三个公休日调至10月4日(星期三)、5日(星期四)、6日(星期五)，10月7日(星期六)照常公休，9月30日、10月8日上班。",
    ),
    (
        2007,
        "一、元旦：1月1日—3日放假，共3天。其中1月1日为法定假日，将2006年12月30日（星期六)、31日（星期日）两个公休日分别调至2007年1月2日、3日，2006年12月30日（星期六)、31日（星期日）上班。\n\
         二、春节：2月18日—24日（即农历大年初一至初七）放假，共7天。其中18日、19日、20日为法定假日，将17日（星期六)、18日（星期日)、25日（星期日)三个公休日分别调至21日（星期三)、22日（星期四)、23日（星期五)；24日（星期六）照常公休，17日、25日上班。\n\
         三、“五一”：5月1日—7日放假，共7天。其中，1日、2日、3日为法定假日，将4月28日（星期六)、29日（星期日）两个公休日调至5月4日（星期五)、7日（星期一)；5月5日（星期六)、6日（星期日）照常公休，4月28日、29日上班。\n\
         四、“十一”：10月1日—7日放假，共7天。其中，1日、2日、3日为法定假日，将9月29日（星期六)、30日（星期日）两个公休日调至10月4日（星期四)、5日（星期五)；10月6日（星期六)、7日（星期日）照常公休，9月29日、30日上班。",
    ),
    (
        2008,
        "一、元旦：2007年12月30日—2008年1月1日放假，共3天。其中，1月1日（星期二）为法定节假日，12月30日（星期日）为公休日，12月29日（星期六）公休日调至12月31日（星期一），12月29日（星期六）上班。\n\
         二、春节：2月6日—12日（农历除夕至正月初六）放假，共7天。其中，2月6日（除夕）、2月7日（春节）、2月8日（正月初二）为法定节假日，2月9日（星期六）、2月10日（星期日）照常公休，2月2日（星期六）、2月3日（星期日）两个公休日调至2月11日（星期一）、2月12日（星期二），2月2日（星期六）、2月3日（星期日）上班。\n\
         三、清明节：4月4日—6日放假，共3天。其中，4月4日（清明节）为法定节假日，4月5日（星期六）、4月6日（星期日）照常公休。\n\
         四、“五一”国际劳动节：5月1日—3日放假，共3天。其中，5月1日为法定节假日，5月3日（星期六）为公休日，5月4日（星期日）公休日调至5月2日（星期五），5月4日（星期日）上班。\n\
         五、端午节：6月7日—9日放假，共3天。其中，6月7日（星期六）照常公休，6月8日（农历五月初五，端午节）为法定节假日，6月8日（星期日）公休日调至6月9日（星期一）。\n\
         六、中秋节：9月13日—15日放假，共3天。其中，9月13日（星期六）为公休日，9月14日（农历八月十五，中秋节）为法定节假日，9月14日（星期日）公休日调至9月15日（星期一）。\n\
         七、国庆节：9月29日—10月5日放假，共7天。其中，10月1日、2日、3日为法定节假日，9月27日（星期六）、9月28日（星期日）两个公休日调至9月29日（星期一）、30日（星期二），10月4日（星期六）、5日（星期日）照常公休。",
    ),
    (
        2009,
        "一、元旦：1月1日至3日放假，共3天。其中，1月1日（星期四、新年）为法定节假日，1月3日（星期六）为公休日。1月4日（星期日）公休日调至1月2日（星期五）。1月4日（星期日）上班。\n\
         二、春节：1月25日至31日放假，共7天。其中，1月25日（星期日、农历除夕）、1月26日（星期一、农历正月初一）、1月27日（星期二、农历正月初二）为法定节假日，1月31日（星期六）照常公休；1月25日（星期日）公休日调至1月28日（星期三），1月24日（星期六）、2月1日（星期日）两个公休日调至1月29日（星期四）、1月30日（星期五）。1月24日（星期六）、2月1日（星期日）上班。\n\
         三、清明节：4月4日至6日放假，共3天。其中，4月4日（星期六、农历清明当日）为法定节假日，4月5日（星期日）照常公休。4月4日（星期六）公休日调至4月6日（星期一）。\n\
         四、劳动节：5月1日至3日放假，共3天。其中，5月1日（星期五、“五一”国际劳动节）为法定节假日，5月2日（星期六）、5月3日（星期日）照常公休。\n\
         五、端午节：5月28日至30日放假，共3天。其中，5月28日（星期四、农历端午当日）为法定节假日，5月30日（星期六）照常公休；5月31日（星期日）公休日调至5月29日（星期五）。5月31日（星期日）上班。\n\
         六、国庆节、中秋节：10月1日至8日放假，共8天。其中，10月1日（星期四）、10月2日（星期五）、10月3日（星期六）为国庆节法定节假日，10月4日（星期日）照常公休；10月3日（星期六）公休日及中秋节分别调至10月5日（星期一）、10月6日（星期二），9月27日（星期日）、10月10日（星期六）公休日调至10月7日（星期三）、10月8日（星期四）。9月27日（星期日）、10月10日（星期六）上班。",
    ),
    (
        2010,
        "一、元旦：1月1日至3日放假公休，共3天。\n\
         二、春节：2月13日至19日放假调休，共7天。2月20日（星期六）、21日（星期日）上班。\n\
         三、清明节：4月3日至5日放假公休，共3天。\n\
         四、劳动节：5月1日至3日放假公休，共3天。\n\
         五、端午节：6月14日至16日放假调休，共3天。6月12日（星期六）、13日（星期日）上班。\n\
         六、中秋节：9月22日至24日放假调休，共3天。9月19日（星期日）、25日（星期六）上班。\n\
         七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。",
    ),
    (
        2011,
        "一、元旦：1月1日至3日放假公休，共3天。\n\
         二、春节：2月2日（农历除夕）至8日放假调休，共7天。1月30日（星期日）、2月12日（星期六）上班。\n\
         三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。\n\
         四、劳动节：4月30日至5月2日放假公休，共3天。\n\
         五、端午节：6月4日至6日放假公休，共3天。\n\
         六、中秋节：9月10日至12日放假公休，共3天。\n\
         七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。",
    ),
    (
        2012,
        "一、元旦：2012年1月1日至3日放假调休，共3天。2011年12月31日（星期六）上班。\n\
         二、春节：1月22日至28日放假调休，共7天。1月21日（星期六）、1月29日（星期日）上班。\n\
         三、清明节：4月2日至4日放假调休，共3天。3月31日（星期六）、4月1日（星期日）上班。\n\
         四、劳动节：4月29日至5月1日放假调休，共3天。4月28日（星期六）上班。\n\
         五、端午节：6月22日至24日放假公休，共3天。\n\
         六、中秋节、国庆节：9月30日至10月7日放假调休，共8天。9月29日（星期六）上班。",
    ),
    (
        2013,
        "一、元旦：1月1日至3日放假调休，共3天。1月5日（星期六）、1月6日（星期日）上班。\n\
         二、春节：2月9日至15日放假调休，共7天。2月16日（星期六）、2月17日（星期日）上班。\n\
         三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。\n\
         四、劳动节：4月29日至5月1日放假调休，共3天。4月27日（星期六）、4月28日（星期日）上班。\n\
         五、端午节：6月10日至12日放假调休，共3天。6月8日（星期六）、6月9日（星期日）上班。\n\
         六、中秋节：9月19日至21日放假调休，共3天。9月22日（星期日）上班。\n\
         七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。",
    ),
    (
        2014,
        "一、元旦：1月1日放假1天。\n\
         二、春节：1月31日至2月6日放假调休，共7天。1月26日（星期日）、2月8日（星期六）上班。\n\
         三、清明节：4月5日放假，4月7日（星期一）补休。\n\
         四、劳动节：5月1日至3日放假调休，共3天。5月4日（星期日）上班。\n\
         五、端午节：6月2日放假，与周末连休。\n\
         六、中秋节：9月8日放假，与周末连休。\n\
         七、国庆节：10月1日至7日放假调休，共7天。9月28日（星期日）、10月11日（星期六）上班。",
    ),
    // With what the State Council added for September 3 (国发明电〔2015〕1号).
    (
        2015,
        "一、元旦：1月1日至3日放假调休，共3天。1月4日（星期日）上班。\n\
         二、春节：2月18日至24日放假调休，共7天。2月15日（星期日）、2月28日（星期六）上班。\n\
         三、清明节：4月5日放假，4月6日（星期一）补休。\n\
         四、劳动节：5月1日放假，与周末连休。\n\
         五、端午节：6月20日放假，6月22日（星期一）补休。\n\
         六、中秋节：9月27日放假。\n\
         七、国庆节：10月1日至7日放假调休，共7天。10月10日（星期六）上班。\n\
         八、抗战胜利70周年纪念日：9月3日至5日调休放假，共3天。其中9月3日（星期四）放假，9月4日（星期五）调休，9月6日（星期日）上班。",
    ),
    (
        2016,
        "一、元旦：1月1日放假，与周末连休。\n\
         二、春节：2月7日至13日放假调休，共7天。2月6日（星期六）、2月14日（星期日）上班。\n\
         三、清明节：4月4日放假，与周末连休。\n\
         四、劳动节：5月1日放假，5月2日（星期一）补休。\n\
         五、端午节：6月9日至11日放假调休，共3天。6月12日（星期日）上班。\n\
         六、中秋节：9月15日至17日放假调休，共3天。9月18日（星期日）上班。\n\
         七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。",
    ),
    (
        2017,
        "一、元旦：1月1日放假，1月2日（星期一）补休。\n\
         二、春节：1月27日至2月2日放假调休，共7天。1月22日（星期日）、2月4日（星期六）上班。\n\
         三、清明节：4月2日至4日放假调休，共3天。4月1日（星期六）上班。\n\
         四、劳动节：5月1日放假，与周末连休。\n\
         五、端午节：5月28日至30日放假调休，共3天。5月27日（星期六）上班。\n\
         六、中秋节、国庆节：10月1日至8日放假调休，共8天。9月30日（星期六）上班。",
    ),
    (
        2018,
        "一、元旦：1月1日放假，与周末连休。\n\
         二、春节：2月15日至21日放假调休，共7天。2月11日（星期日）、2月24日（星期六）上班。\n\
         三、清明节：4月5日至7日放假调休，共3天。4月8日（星期日）上班。\n\
         四、劳动节：4月29日至5月1日放假调休，共3天。4月28日（星期六）上班。\n\
         五、端午节：6月18日放假，与周末连休。\n\
         六、中秋节：9月24日放假，与周末连休。\n\
         七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期六）、9月30日（星期日）上班。",
    ),
    // With Labour Day as it was changed on March 22.
    (
        2019,
        "一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。\n\
         二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。\n\
         三、清明节：4月5日放假，与周末连休。\n\
         四、劳动节：2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。\n\
         五、端午节：6月7日放假，与周末连休。\n\
         六、中秋节：9月13日放假，与周末连休。\n\
         七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。",
    ),
    // As published; Spring Festival was made longer on January 26.
    (
        2020,
        "一、元旦：2020年1月1日放假，共1天。\n\
         二、春节：1月24日至30日放假调休，共7天。1月19日（星期日）、2月1日（星期六）上班。\n\
         三、清明节：4月4日至6日放假调休，共3天。\n\
         四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。\n\
         五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。\n\
         六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。",
    ),
    (
        2021,
        "一、元旦：2021年1月1日至3日放假，共3天。\n\
         二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。\n\
         三、清明节：4月3日至5日放假调休，共3天。\n\
         四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。\n\
         五、端午节：6月12日至14日放假，共3天。\n\
         六、中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。\n\
         七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。",
    ),
    (
        2022,
        "一、元旦：2022年1月1日至3日放假，共3天。\n\
         二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。\n\
         三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。\n\
         四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。\n\
         五、端午节：6月3日至5日放假，共3天。\n\
         六、中秋节：9月10日至12日放假，共3天。\n\
         七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。",
    ),
    (
        2023,
        "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。\n\
         二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。\n\
         三、清明节：4月5日放假，共1天。\n\
         四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。\n\
         五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。\n\
         六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。",
    ),
    (
        2024,
        "一、元旦：1月1日放假，与周末连休。\n\
         二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。\n\
         三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。\n\
         四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。\n\
         五、端午节：6月10日放假，与周末连休。\n\
         六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。\n\
         七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。",
    ),
    (
        2025,
        "一、元旦：1月1日（周三）放假1天，不调休。\n\
         二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。\n\
         三、清明节：4月4日（周五）至6日（周日）放假，共3天。\n\
         四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。\n\
         五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。\n\
         六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。",
    ),
    (
        2026,
        "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。\n\
         二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。\n\
         三、清明节：4月4日（周六）至6日（周一）放假，共3天。\n\
         四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。\n\
         五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n\
         六、中秋节：9月25日（周五）至27日（周日）放假，共3天。\n\
         七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。",
    ),
];

/// A year's items between the sentences that a notice has about them.
fn whole(year: i32, items: &str) -> String {
    format!(
        "国务院办公厅关于{year}年\n部分节假日安排的通知\n国办发明电〔{}〕7号\n\n\
         各省、自治区、直辖市人民政府，国务院各部委、各直属机构：\n\n\
         \u{3000}\u{3000}自2025年1月1日起，全体公民放假的假日增加2天，国庆节自10月1日起放假调休7天。经国务院批准，\
         现将{year}年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。\n\n{}\n\n\
         \u{3000}\u{3000}鼓励单位和个人结合落实带薪年休假等制度，实际形成较长假期，推动错峰出行。\
         节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。\n\n国务院办公厅\n{}年11月4日\n",
        year - 1,
        items.replace('\n', "\n\n\u{3000}\u{3000}"),
        year - 1,
    )
}

fn items(year: i32) -> &'static str {
    NOTICES.iter().find(|(of, _)| *of == year).unwrap().1
}

fn notice(text: &str) -> Notice {
    read(text, "", None).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// What is doubtful, by line.
fn doubts(text: &str) -> Vec<(usize, DoubtKind)> {
    notice(text).doubts.into_iter().map(|doubt| (doubt.line, doubt.what)).collect()
}

fn data(year: i32) -> CalendarYear {
    Calendar::archive().year(year).unwrap().clone()
}

#[test]
fn every_notice_since_2004_is_read_as_the_data_have_it() {
    for (year, items) in NOTICES {
        let Notice { year: read, doubts } = notice(&whole(year, items));
        let mut days = read.days();
        if year == 2020 {
            // 国办发明电〔2020〕1号: to February 2, which is a Sunday; back to work on the 3rd.
            for date in ["2020-01-31", "2020-02-01", "2020-02-02"] {
                days.insert(date.parse().unwrap(), DayKind::Off);
            }
        }
        assert_eq!(days, data(year).days(), "{year}");
        assert_eq!(read.source, format!("国务院办公厅关于{year}年部分节假日安排的通知"));
        // The one festival that fell on a Sunday and moved nothing.
        let expected = if year == 2015 {
            vec![Doubt { line: 0, what: DoubtKind::FreeAnyway(date("2015-09-27")) }]
        } else {
            Vec::new()
        };
        assert_eq!(doubts, expected, "{year}");
    }
}

#[test]
fn a_notice_decides_the_december_before_its_year() {
    let archive = Calendar::archive();
    let last: BTreeMap<NaiveDate, DayKind> = (2004..=2026)
        .flat_map(|year| {
            data(year).days().into_iter().filter(move |(date, _)| date < &NaiveDate::from_ymd_opt(year, 1, 1).unwrap())
        })
        .collect();
    let off = ["2007-12-30", "2007-12-31", "2018-12-30", "2018-12-31", "2022-12-31"];
    let makeup = ["2005-12-31", "2006-12-30", "2006-12-31", "2007-12-29", "2011-12-31", "2018-12-29"];
    let named = off.iter().map(|day| (date(day), DayKind::Off));
    assert_eq!(last, named.chain(makeup.iter().map(|day| (date(day), DayKind::Makeup))).collect());
    for (date, kind) in last {
        assert_eq!(archive.kind(date), Some(kind), "{date}");
    }
    let hours = Timetable::default();
    let reckoned = Hours { timetable: &hours, calendar: &archive, zone: Default::default() };
    let due = reckoned.due(crate::at("2005-12-30 17:30"), crate::length("1wh"), None);
    assert_eq!(due, crate::due_at("2005-12-31 09:00"));
}

#[test]
fn a_make_up_day_is_a_weekend_and_no_holiday_stands_alone() {
    for (year, _) in NOTICES {
        let found: Vec<Doubt> = data(year).doubts();
        let lone = Doubt { line: 0, what: DoubtKind::FreeAnyway(date("2015-09-27")) };
        assert!(found.iter().all(|doubt| *doubt == lone), "{year}: {found:?}");
    }
}

#[test]
fn copies_are_read_alike_however_they_are_spaced_marked_and_broken() {
    let text = whole(2026, items(2026));
    let read = notice(&text).year;
    let wide = |text: &str| {
        let wide = |c: char| if c.is_ascii_digit() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c };
        text.chars().map(wide).collect::<String>()
    };
    let traditional = [
        "节節", "国國", "庆慶", "劳勞", "动動", "调調", "补補", "周週", "关關", "办辦", "厅廳", "务務", "农農", "励勵",
    ];
    let copies = [
        wide(&text),
        text.replace('（', "(").replace('）', ")").replace('，', ",").replace('：', ":"),
        text.replace('至', "—").replace("周", "星期"),
        text.replace("月", " 月 ").replace("日", " 日 "),
        text.replace('\n', "\r\n"),
        text.replace("放假调休", "放假\n调休"),
        text.replace("节：", "节\n\n"),
        text.replace("，共", ". 共"),
        text.replace("。\n\n\u{3000}\u{3000}", "。"),
        traditional.iter().fold(text.clone(), |text, pair| {
            let mut pair = pair.chars();
            text.replace(pair.next().unwrap(), &pair.next().unwrap().to_string())
        }),
        // The kind of copy that a PDF gives: ⽉ and ⽇ of the radicals.
        text.replace('月', "\u{2F49}").replace('日', "\u{2F47}"),
    ];
    for copy in copies {
        let found = notice(&copy);
        assert_eq!((found.year.days(), found.doubts), (read.days(), Vec::new()), "{copy}");
    }
}

#[test]
fn other_sentences_of_the_same_sense_are_read() {
    let new_year = |sentence: &str| {
        let text = whole(2026, items(2026));
        let own = items(2026).lines().next().unwrap();
        text.replace(own, &format!("一、元旦：{sentence}"))
    };
    let days = data(2026).days();
    for sentence in [
        "自1月1日（星期四）至1月3日（星期六）放假，共三天，1月4日（星期日）补班。",
        "1月1日-3日放假调休,共计3天;1月4日调休上班。",
        "1月1日、2日、3日放假3天。1月4日（周日）正常上班，1月5日（周一）正常上班。",
        "1月1—3日放假（1月4日上班）。",
        "1月1日（周四），2日（周五），3日（周六）放假。1月4日（星期天）上班。",
        "2026年1月1日到2026年1月3日休息，2026年1月4日（礼拜日）上班。",
        "1月1日至3日（周四至周六）放假。将1月4日（周日）公休日调至1月2日（周五）。",
    ] {
        let found = notice(&new_year(sentence));
        assert_eq!((found.year.days(), found.doubts), (days.clone(), Vec::new()), "{sentence}");
    }
}

#[test]
fn what_is_not_understood_is_told_by_its_line() {
    let text = whole(2026, items(2026));
    let line = |words: &str| text.lines().position(|line| line.contains(words)).unwrap() + 1;
    let unread = |words: &str| DoubtKind::Unread(words.to_owned());
    for (from, to, at, found) in [
        ("5月9日（周六）上班", "5月9日（周六）视情况上班", "劳动节：", unread("5月9日(周六)视情况上班")),
        ("5月9日（周六）上班", "5月39日（周六）上班", "劳动节：", unread("5月39日(周六)上班")),
        ("5月9日（周六）上班", "5月9日（周六）", "劳动节：", unread("5月9日(周六)")),
        ("5月9日（周六）上班", "次周周六上班", "劳动节：", unread("次周周六上班")),
        ("5月9日（周六）上班", "5月9日（周日）上班", "劳动节：", DoubtKind::Weekday(date("2026-05-09"))),
        ("5月9日（周六）上班", "5月10日（周六）上班", "劳动节：", DoubtKind::Weekday(date("2026-05-10"))),
        ("至5日（周二）", "至6日（周三）", "劳动节：", DoubtKind::Days { said: 5, found: 6 }),
        ("至5日（周二）", "至5日（周三）", "劳动节：", DoubtKind::Weekday(date("2026-05-05"))),
        ("节假日期间", "节假日期间。5月8日上班。节假日期间", "节假日期间", unread("5月8日上班")),
    ] {
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from}");
        assert!(doubts(&changed).contains(&(line(at), found.clone())), "{to}: {:?}", doubts(&changed));
    }
    // A line that decides nothing is no matter, wherever it stands.
    assert_eq!(doubts(&format!("来源：新华网 2025-11-04 22:15\n字号：大 中 小\n{text}\n责编：张倩\n相关阅读\n")), []);
}

#[test]
fn a_text_of_which_no_day_is_read_is_refused_at_its_first_line() {
    for sentence in ["一月一日至三日放假。", "元旦放假三天。", "1月1日至3日。", "13月1日放假。"]
    {
        let text = format!("国务院办公厅关于2027年部分节假日安排的通知\n\n一、元旦：{sentence}");
        let fault = read(&text, "", None).unwrap_err();
        assert_eq!((fault.line, fault.flaw), (3, NoticeFlaw::Unread), "{sentence}");
    }
    let none = read("国务院办公厅关于2027年部分节假日安排的通知\n", "", None).unwrap_err();
    assert_eq!((none.line, none.flaw), (0, NoticeFlaw::Empty(2027)));
}

#[test]
fn the_year_is_that_of_the_title_or_the_one_in_hand() {
    let items = items(2026);
    let fault = read(items, "", None).unwrap_err();
    assert_eq!((fault.line, fault.flaw), (0, NoticeFlaw::NoTitle));
    assert_eq!(read(items, "", Some(2026)).unwrap().year.days(), data(2026).days());
    // Under another year every weekday tells.
    let wrong = read(items, "", Some(2027)).unwrap().doubts;
    assert!(wrong.iter().filter(|doubt| matches!(doubt.what, DoubtKind::Weekday(_))).count() > 10, "{wrong:?}");
    assert_eq!(notice(&whole(2026, items)).year.year, 2026);
}

#[test]
fn a_year_that_stands_before_the_first_date_is_that_of_what_follows_however_it_stands() {
    let items = items(2026);
    let bare = items.replace("一、元旦", "元旦");
    for text in [
        format!("2026年\n{items}"),
        format!("2026年：\n{items}"),
        format!("二〇二六年\n\n{items}"),
        format!("二零二六年度\n{items}"),
        format!("各部门：\n2026年安排如下\n{items}"),
        format!("发布日期：2025年11月4日\n2026 年\n{items}"),
        format!("2026年，{bare}"),
        format!("2026年{bare}"),
        format!("２０２６年{bare}").lines().collect(),
        format!("二○二六年{bare}"),
        format!("2026{bare}"),
        format!("2026年{bare}").replace('\n', " "),
        items.replace("一、元旦", "一、2026年元旦"),
        items.replace("二、春节", "二、2026年春节"),
        ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
            .iter()
            .fold(items.to_owned(), |text, name| text.replace(&format!("{name}："), &format!("2026年{name}："))),
    ] {
        for wanted in [None, Some(2025), Some(2026), Some(2027)] {
            let found = read(&text, "", wanted).unwrap_or_else(|fault| panic!("{fault:?}\n{text}"));
            assert_eq!((found.year.year, found.year.days()), (2026, data(2026).days()), "{text}");
            assert_eq!(found.doubts, vec![], "{text}");
        }
    }
    // The year stands only where another than the first item begins: the text goes on in it.
    for head in ["2027年春节：", "2027年劳动节：", "2027年\n春节："] {
        let text = format!("{head}2月5日至11日放假，共7天。");
        assert_eq!(read(&text, "", Some(2026)).unwrap().year.year, 2027, "{text}");
    }
}

#[test]
fn of_two_years_that_a_text_names_the_other_is_told() {
    let named = |line, year| Doubt { line, what: DoubtKind::YearNamed(year) };
    let items = items(2026);
    for (text, told) in [
        (format!("2025年\n2026年\n{items}"), named(1, 2025)),
        (
            format!("国务院办公厅关于2025年部分节假日安排的通知\n{}", items.replace("元旦", "2026年元旦")),
            named(1, 2025),
        ),
        (whole(2026, items).replace("经国务院批准", "经研究2025年"), named(7, 2025)),
    ] {
        let found = read(&text, "", Some(2026)).unwrap();
        assert_eq!(found.year.year, 2026, "{text}");
        assert!(found.doubts.contains(&told), "{:?}\n{text}", found.doubts);
    }
    let text = items.replace("元旦：", "2026年元旦：").replace("春节：", "2027年春节：");
    let told = read(&text, "", Some(2026)).unwrap().doubts;
    assert!(told.iter().any(|doubt| matches!(doubt.what, DoubtKind::LeftOut { .. })), "{told:?}");
}

#[test]
fn a_day_that_is_both_off_and_worked_is_refused_at_its_line() {
    let text = whole(2026, items(2026)).replace("5月9日（周六）上班", "5月5日（周二）上班");
    let line = text.lines().position(|line| line.contains("劳动节：")).unwrap() + 1;
    let fault = read(&text, "", None).unwrap_err();
    assert_eq!((fault.line, fault.flaw), (line, NoticeFlaw::OffAndMakeup(date("2026-05-05"))));
}

#[test]
fn what_stands_outside_the_items_and_may_decide_a_day_is_told_wherever_it_stands() {
    let text = whole(2026, items(2026));
    let sentences = [
        "更正：2月14日（周六）不上班。",
        "2月15日也放假。",
        "注：9月20日改为9月19日上班。",
        "延长2026年春节假期至2月25日。",
        "春节假期延长三天。",
        "除夕前一日加班。",
        "附：10月8日（周四）请假。",
        "2月24日照旧。",
        "2月14号不算。",
        "二月十四日不上班。",
        "节假日期间，2月24日放假。",
        "鼓励错峰出行，2月24日放假。",
        "2026年2月14日（周六）取消。",
    ];
    for sentence in sentences {
        for (copy, line) in [
            (format!("{text}{sentence}\n"), text.lines().count() + 1),
            (format!("{text}\n责编：张倩\n{sentence}"), text.lines().count() + 3),
            (format!("{sentence}\n{text}"), 1),
            (text.replace("国务院办公厅\n2025", &format!("{sentence}\n国务院办公厅\n2025")), text.lines().count() - 1),
        ] {
            let told = doubts(&copy);
            let unread = |doubt: &(usize, DoubtKind)| doubt.0 == line && matches!(doubt.1, DoubtKind::Unread(_));
            assert!(told.iter().any(unread), "{sentence}: {told:?}\n{copy}");
            assert_eq!(notice(&copy).year.days(), data(2026).days());
        }
    }
    // What copies of the notices have about them is none of it.
    let about = "2025年11月04日 14:52 来源：新华社\n索引号：000014349/2025-00081\n发布日期：2025年11月04日\n\
        标题：国务院办公厅关于2026年部分节假日安排的通知\n新华社北京11月4日电 国务院办公厅4日\n发文字号：国办发明电〔2025〕7号\n";
    let about = about.replace("国务院办公厅4日\n", "\n");
    let opening = "根据2024年11月10日《国务院关于修改〈全国年节及纪念日放假办法〉的决定》，自2025年1月1日起，全体公民放假的假日增加2天，\n\
        其中春节、劳动节各增加1天。据此对放假调休原则作进一步优化完善，除个别特殊情形外，春节自农历除夕起放假调休8天，国庆节自10月1日\n\
        起放假调休7天，劳动节放假调休5天，元旦、清明节、端午节、中秋节分别放假调休或连休3天（如逢周三则只在当日放假1天，不调休），\
        国庆节放假调休假期如逢中秋节则合并放假8天。经国务院批准，";
    let closing =
        "遇有重大突发事件，要按规定及时报告并妥善处置，确保人民群众祥和平安度过节日\n假期。\n（此件公开发布）";
    let copy = format!(
        "{about}{}",
        text.replace("经国务院批准，", opening).replace("等工作。", &format!("等工作，{closing}"))
    );
    assert!(copy.contains("合并放假8天") && copy.contains("此件"));
    assert_eq!((notice(&copy).year.days(), doubts(&copy)), (data(2026).days(), vec![]), "{copy}");
}

#[test]
fn of_several_notices_in_one_text_each_keeps_its_own_year() {
    let [one, other] = [2022, 2011].map(|year| whole(year, items(year)));
    for text in [
        format!("{one}{other}"),
        format!("{other}\n\n{one}"),
        // Without the lines that end a notice, or any line at all.
        format!("{}{}", one.replace("国务院办公厅\n2021年11月4日\n", ""), other),
        format!("{one}{other}").lines().collect(),
    ] {
        let fault = read(&text, "", None).unwrap_err();
        assert_eq!((fault.line, fault.flaw), (0, NoticeFlaw::Years(2011, 2022)), "{text}");
        assert_eq!(read(&text, "", Some(2016)).unwrap_err().flaw, NoticeFlaw::Years(2011, 2022));
        for year in [2022, 2011] {
            let found = read(&text, "", Some(year)).unwrap();
            assert_eq!((found.year.year, found.year.days()), (year, data(year).days()), "{text}");
            assert!(found.year.source.contains(&year.to_string()));
            let left = DoubtKind::OtherYears { others: vec![2011 + 2022 - year], taken: year };
            assert!(found.doubts.contains(&Doubt { line: 0, what: left }), "{text}: {:?}", found.doubts);
            // On one line the heading runs on into what is said of why.
            assert!(found.doubts.len() == 1 || text.lines().count() == 1, "{text}: {:?}", found.doubts);
        }
    }
    // A link to another year's is none; a part of one is told.
    for year in [None, Some(2022)] {
        let linked = format!("相关：国务院办公厅关于2026年部分节假日安排的通知\n{one}相关：2021年放假安排\n");
        let found = read(&linked, "", year).unwrap();
        assert_eq!((found.year.days(), found.doubts), (data(2022).days(), vec![]));
        let begun =
            format!("{one}关于2023年部分节假日安排的通知\n一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。");
        let found = read(&begun, "", year).unwrap();
        let left = DoubtKind::LeftOut { first: date("2022-12-31"), last: date("2023-01-02"), n: 3 };
        let line = begun.lines().count();
        assert_eq!((found.year.days(), found.doubts), (data(2022).days(), vec![Doubt { line, what: left }]));
    }
}

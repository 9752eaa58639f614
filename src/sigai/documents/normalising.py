"""One form of a text for matching, with the way back: half-width figures, simplified characters, no white space."""

from __future__ import annotations

from dataclasses import dataclass

TRADITIONAL = (
    "國業產項標縣區員會廠車間鋼鐵鋁銅電網絡數據雲機設備製發開關閉門問題優質點線轉變單萬億幾個條達過進遠運"
    "還這連選適遞階際陽隊險隨難雙雜離靈靜響頁頂預領頭顯類風養餘館驗驅體龍齊齡齒東豐為義烏樂習鄉書買賣亂爭"
    "虧亞從倉儀價眾傘偉傳傷倫側僑債傾償儲兒黨蘭興獸內岡冊寫軍農馮沖決況凍淨準減湊鳳處憑擊劃劉則剛創刪別劑"
    "劍勸辦務動勵勁勞勢勳華協衛卻廳歷厲壓廁參疊吳啟聽園圍圖圓聖場塊堅壇壩墳墜壟壘墾塵牆壯聲殼複夠奪奮獎婦"
    "媽嬰孫學寧寶實審憲寬賓對尋導壽將爾嘗層屬歲豈島嶺峽崗幣帥師帳帶幫莊慶庫應廟廢廣異棄張彌彎彈強歸當錄徹"
    "徵徑憶懷態總戀惡憂懸驚懇慘慣憤戰戲戶撲執擴掃揚擾撫搶護報擔擬擁攔擇掛撥擠揮損撿換擋攜攝擺搖敵斂齋鬥斷"
    "無舊時曠晉曉暫術樸權楊極構樞棗槍楓櫃檸棟欄樹樣橋檔夢檢樓橫歡歐殘毀畢氈氣漢湯溝滅滄滬淚潑澤潔灑淺濁測"
    "濟瀏渾濃濤漲澀淵漸漁滲溫灣濕潰滾滿濾濱灘瀾燈災爐煉熱煙燒燦愛爺狀獨獲獻環現瑪瑣畫暢療瘡盤監蓋盜礦碼磚"
    "確礎禮禍禪種積稱穩窮竊競筆築篩簡籌簽糧緊糾紅約級紀純綱納縱紛紙紡紋細組織終經結給統絕維綜綠緩編緣縮績"
    "續罰羅聯聰職肅脹勝腦腳臨舉艦艱藝節蘇範葉藥薦萊蓮營薩藍虛蟲補襯裝觀規視覽覺計訂認討讓訓議訊記講許論訪"
    "證評識詞試話該詳語誤說請諸讀課調談謀謝譜豬貝負財責貢貨販貧購貫貯貿費賀資賦賽贈贊趙趨跡踐躍軌軟輕載較"
    "輔輛輪輯輸轄邊遼邁遷違遲遺郵鄭鄰醫釋鑒針鈉鈣鉀鋰鎂錳鋅鎮錢銀鋪銷鎖鏈鍋鍛鑄長閃闊陸陳陝陰隱頻順須顧頒"
    "頓額願飛飯飲飼飽馬駐駕騰驟魚鮮鳥鴻麥黃後臺裡幹鹽麗僅佔併於們來兩雖嚴喪倆殺雞與專樁槓籤"
)
"""The traditional characters that plans use, the simplified form of each at the same place of `SIMPLIFIED`. A table of
our own rather than a converter: matching needs characters, not the choice of words."""
SIMPLIFIED = (
    "国业产项标县区员会厂车间钢铁铝铜电网络数据云机设备制发开关闭门问题优质点线转变单万亿几个条达过进远运"
    "还这连选适递阶际阳队险随难双杂离灵静响页顶预领头显类风养余馆验驱体龙齐龄齿东丰为义乌乐习乡书买卖乱争"
    "亏亚从仓仪价众伞伟传伤伦侧侨债倾偿储儿党兰兴兽内冈册写军农冯冲决况冻净准减凑凤处凭击划刘则刚创删别剂"
    "剑劝办务动励劲劳势勋华协卫却厅历厉压厕参叠吴启听园围图圆圣场块坚坛坝坟坠垄垒垦尘墙壮声壳复够夺奋奖妇"
    "妈婴孙学宁宝实审宪宽宾对寻导寿将尔尝层属岁岂岛岭峡岗币帅师帐带帮庄庆库应庙废广异弃张弥弯弹强归当录彻"
    "征径忆怀态总恋恶忧悬惊恳惨惯愤战戏户扑执扩扫扬扰抚抢护报担拟拥拦择挂拨挤挥损捡换挡携摄摆摇敌敛斋斗断"
    "无旧时旷晋晓暂术朴权杨极构枢枣枪枫柜柠栋栏树样桥档梦检楼横欢欧残毁毕毡气汉汤沟灭沧沪泪泼泽洁洒浅浊测"
    "济浏浑浓涛涨涩渊渐渔渗温湾湿溃滚满滤滨滩澜灯灾炉炼热烟烧灿爱爷状独获献环现玛琐画畅疗疮盘监盖盗矿码砖"
    "确础礼祸禅种积称稳穷窃竞笔筑筛简筹签粮紧纠红约级纪纯纲纳纵纷纸纺纹细组织终经结给统绝维综绿缓编缘缩绩"
    "续罚罗联聪职肃胀胜脑脚临举舰艰艺节苏范叶药荐莱莲营萨蓝虚虫补衬装观规视览觉计订认讨让训议讯记讲许论访"
    "证评识词试话该详语误说请诸读课调谈谋谢谱猪贝负财责贡货贩贫购贯贮贸费贺资赋赛赠赞赵趋迹践跃轨软轻载较"
    "辅辆轮辑输辖边辽迈迁违迟遗邮郑邻医释鉴针钠钙钾锂镁锰锌镇钱银铺销锁链锅锻铸长闪阔陆陈陕阴隐频顺须顾颁"
    "顿额愿飞饭饮饲饱马驻驾腾骤鱼鲜鸟鸿麦黄后台里干盐丽仅占并于们来两虽严丧俩杀鸡与专桩杠签"
)

_WIDE = {0xFF10 + value: str(value) for value in range(10)}
_WIDE |= {0xFF21 + value: chr(65 + value) for value in range(26)} | {
    0xFF41 + value: chr(97 + value) for value in range(26)
}
_SIGNS = str.maketrans("％．＋－／～＜＞＝", "%.+-/~<>=")
_FORMS = _WIDE | _SIGNS | str.maketrans(TRADITIONAL, SIMPLIFIED)


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in its one form; `places[i]` is where character i stands in the source."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, stop: int) -> tuple[int, int]:
        """Where `text[start:stop]`, which is not empty, stands in the source."""
        return self.places[start], self.places[stop - 1] + 1


def normalised(text: str) -> Normalised:
    """The one form of a text; Chinese punctuation stays.

    >>> normalised("到 ２０２６ 年，達到 ３５％").text
    '到2026年，达到35%'
    """
    kept = tuple(place for place, letter in enumerate(text) if not letter.isspace())
    return Normalised("".join(text[place] for place in kept).translate(_FORMS), kept)

"""One writing for everything that people read as the same: what the registry is searched in. Pure, no Django.

The written form is kept where it stands; only what is compared is folded. The folding goes further than Unicode's own:
variants of one character in names (髙 and 高, 邉 and 邊 and 辺) are different characters to Unicode and the same name
to whoever looks for it. It never has to be undone, so that a fold too many costs a superfluous hit and nothing else.
"""

import unicodedata

VARIANTS = """
髙高 﨑崎嵜碕 邉邊辺 濵濱浜 齋齊斎斉 𠮷吉 德徳 柳栁 槗𣘺橋 舘館 桒桑 澤沢 國国圀 廣広 龍竜龒 眞真 惠恵 榮栄
曻昇曽 圡土 閒間 黑黒 靑青 淸清 渕淵渊 嶋嶌島 峯峰 冨富 冩寫写 薗園 埜野 藪薮 籔薮 條条 會会 學学 實実 寶宝寳
將将 專専 對対 尙尚 屆届 峽峡 巖巌岩 巢巣 帶帯 廢廃 彌弥 應応 戀恋 戰戦 拔抜 擇択 拂払 據拠 擔担 收収 數数
敍叙敘 斷断 晉晋 曉暁 樂楽 樞枢 樣様 檢検 權権 櫻桜 歐欧 歡歓 歷歴 歸帰 殘残 氣気 沒没 涉渉 溪渓 滿満 澁渋澀
瀧滝 灣湾 爐炉 爭争 爲為 犧犠 獨独 瑤瑶 畫画 當当 疊畳 癡痴 發発 盜盗 盡尽 縣県 礒磯 禮礼 禪禅 稻稲 穗穂 穰穣
竝並 粹粋 絲糸 經経 綠緑 緣縁 總総 縱縦 繪絵 繩縄 繼継 續続 聰聡 聲声 聽聴 臺台 與与 舊旧 莊荘 萬万 藏蔵 藝芸
藥薬 蘆芦 號号 螢蛍 蟲虫 蠻蛮 衞衛 裝装 襃褒 觀観 觸触 證証 譯訳 譽誉 讀読 變変 豐豊 賣売 賴頼 轉転 輕軽 辨弁
瓣弁 辯弁 遙遥 遲遅 鄕郷 醫医 釀醸 釋釈 錄録 錢銭 鎭鎮 鐵鉄鐡 鑛鉱 關関 陷陥 險険 隱隠 雙双 雜雑 靈霊 靜静 顏顔
顯顕 餘余 騷騒 驗験 驛駅 體体 髮髪 鬪闘 鷄鶏 鹽塩 麥麦 麵麺 點点 黨党 齒歯 龜亀 兒児 亞亜 佛仏 來来 假仮 傳伝
價価 儉倹 兩両 冱冴 凉涼 剩剰 劍剣劔 勞労 勳勲 勵励 區区 單単 卷巻 參参 吳呉 啞唖 嚴厳 囑嘱 圓円 圍囲 圖図 團団
壓圧 壘塁 壞壊 壤壌 壯壮 壽寿 增増 墮堕 奧奥 奬奨 姬姫 孃嬢 寢寝 寬寛 屬属 嶽岳 廳庁 彈弾 徑径 從従 恆恒 惡悪
惱悩 慘惨 懷懐 戲戯 戶戸 拜拝 挾挟 插挿 搖揺 搜捜 攝摂 枩松 栃杤 梅楳 棧桟 椙杉 檜桧 淚涙 淺浅 淨浄 濕湿 濟済
瀨瀬 煙烟 燈灯 燒焼 營営 狹狭 獵猟 獸獣 瓶甁 產産 碎砕 祕秘 稱称 籠篭 籐籘 纖繊 肅粛 腦脳 膽胆 臟臓 舖舗 艷艶
莖茎 蔣蒋 薰薫 虛虚 虎乕 覺覚 覽覧 讓譲 贊賛 踐践 軀躯 辭辞 迪廸 遞逓 邊辺 郞郎 鄰隣 酢醋 鍊錬 鑄鋳 隨随 霸覇
頰頬 飮飲 驅駆 驒騨 髓髄 鶯鴬 鷗鴎 鹼鹸 黃黄 默黙 齡齢 彥彦 靏鶴靍 祿禄 緖緒 凞煕熙 曆暦 橫横 步歩 每毎 渴渇
溫温 狀状 硏研 硺琢 祀禩 窗窓 翠翆 脇脅 萠萌 蛎蠣 裏裡 躰体 輌輛 邨村 鉤鈎 鑑鑒 鬭闘 鴈雁 麹麴 弌一壱壹 弐貳貮
"""
"""Groups of characters that stand for one another in names and old texts. Which of a group represents it does not
matter, as long as it is one. Compatibility ideographs are left to NFKC."""

_HYPHENS = "‐‑‒–—―⁃−─━ー﹘﹣\u00ad"
_WAVES = "〜∼∽～"
_DOTS = "·•‧∙⋅・"
_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"', "′": "'", "″": '"'}
_MARKS = {"゛": "\u3099", "゜": "\u309a", "ﾞ": "\u3099", "ﾟ": "\u309a"}
"""Voiced marks that stand by themselves, to those that join with the kana before them."""
_HIRAGANA = (*range(0x3041, 0x3097), 0x309D, 0x309E)
_TO_KATAKANA = 0x60
_INVISIBLE = frozenset({"Cf", "Cc", "Zs", "Zl", "Zp"})
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0), range(0x180B, 0x180E))


def _representatives() -> dict[int, str]:
    """Map each character of a group to one of them; groups that share a character are one."""
    chosen: dict[str, str] = {}
    for group in VARIANTS.split():
        forms = [unicodedata.normalize("NFKC", form) for form in group]
        known = {chosen.get(form, form) for form in forms}
        chief = min(known)
        chosen = {form: chief if to in known else to for form, to in chosen.items()} | dict.fromkeys(forms, chief)
    return {ord(form): chief for form, chief in chosen.items() if form != chief}


_TABLE: dict[int, str] = {
    **{code: chr(code + _TO_KATAKANA) for code in _HIRAGANA},
    **{ord(sign): "-" for sign in _HYPHENS},
    **{ord(sign): "~" for sign in _WAVES},
    **{ord(sign): "・" for sign in _DOTS},
    **{ord(sign): plain for sign, plain in _QUOTES.items()},
    **_representatives(),
}
_JOINING = {ord(mark): joined for mark, joined in _MARKS.items()}


def fold(text: str) -> str:
    """Return the one writing of a text: no blanks, no difference of width, case, kana or variant of a character.

    Folding twice changes nothing: one folding can bring about what another one folds, so it goes on until it rests.
    """
    while (folded := _fold(text)) != text:
        text = folded
    return text


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text.translate(_JOINING)).casefold()
    return "".join(char for char in plain.translate(_TABLE) if _is_seen(char))


def _is_seen(char: str) -> bool:
    """Tell whether a character is one that people see: no blank, no control sign, no selector of a variant."""
    return unicodedata.category(char) not in _INVISIBLE and not any(ord(char) in one for one in _SELECTORS)


def tables() -> dict[str, dict[str, str]]:
    """Return what `fold` replaces by, for a program elsewhere: `marks` before NFKC, `table` after it and lower case."""
    marks = {chr(code): joined for code, joined in _JOINING.items()}
    return {"marks": marks, "table": {chr(code): plain for code, plain in _TABLE.items()}}


def folded_words(text: str) -> list[str]:
    """Return the folded words of what somebody typed, without repetition, in order; blanks of any width part them."""
    return list(dict.fromkeys(word for word in map(fold, text.split()) if word))

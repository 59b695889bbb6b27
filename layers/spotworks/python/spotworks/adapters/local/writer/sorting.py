"""What a clause of a brief is: a quality, an offer, a date, a proof, a wish about the film."""

import re
from typing import Literal

Kind = Literal["feature", "offer", "deadline", "proof", "contrast", "question", "action", "wish", "shot", "noise"]

_EN: dict[Kind, str] = {
    "action": r"^(order|book|call|visit|sign up|register|download|subscribe|shop|buy|reserve|text|dm|join|get (yours|it|the app|tickets)|pre-?order)\b(?!.*\bis\b)",
    "deadline": r"\b(only|just) (until|till|this|today|through)|(?<!open )\b(until|till|through|ends?|ending|by) (sunday|monday|tuesday|wednesday|thursday|friday|saturday|midnight|tomorrow|the end|january|february|march|april|may|june|july|august|september|october|november|december|\d)|\bthis (week|weekend|month) only|\blast (chance|day|days|week)|\blimited[- ](time|edition|run|batch|spots?|places)|\bonly \d+ (left|places|spots|seats|pieces)|\bwhile (stocks?|supplies)|\b(starts?|opens?|opening|on|begins?) (on )?(mon|tues|wednes|thurs|fri|satur|sun)day\b|\b\d{1,2}(st|nd|rd|th)?( of)? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\b(jan(uary)?|feb(ruary)?|march|april|june|july|aug(ust)?|sept(ember)?|oct(ober)?|nov(ember)?|dec(ember)?) \d{1,2}\b",
    "offer": r"\d ?% ?(off|discount|cheaper)|\b(discount|half price|buy one|two for one|2 for 1|on sale|special offer|free (trial|month|week|lesson|sample|gift|consultation|class|drink|coffee|dessert|entry|session))|[€$£] ?\d|\b\d+([.,]\d+)? ?(€|\$|£|euros?|dollars|usd|eur|pounds)|\b(first|second) (\w+ )?(is )?(free|on us)\b",
    "proof": r"\baward|\b(\d[\d., ]*\+?|thousands of|millions of|hundreds of) (happy )?(customers|users|reviews|downloads|clients|guests|students|families|people|teams|companies)|\brated\b|\b\d([.,]\d)? ?(out of|/) ?(5|10)\b|\b\d([.,]\d)?[- ]?stars?\b|\bbest[- ]?sell|\bsince (1[89]|20)\d\d|\bfounded in|\bas seen (in|on)|\b#1\b|\bclinically|\bpatented|\btrusted by|\bcertified\b",
    "contrast": r"^(unlike|instead of|no more|not another|better than|compared (to|with)|forget)\b",
    "wish": r"^(show|use|using|start|begin|end|open (with|on)|close (with|on)|finish|cut|zoom|pan|add|put|make (it|sure|the)|keep (it|the)|it should|should|must|avoid|do ?n[o']t|don’t|never|please|the (video|ad|spot|music|voice|tone|mood|style|camera|colou?rs?)|music|voice-?over|style|tone|mood|vibe|format|aspect|duration|length|target( audience)?|audience|in the style|vertical|horizontal|portrait|landscape|slow[- ]motion|close-?ups?|black and white|with (\w+ ){0,3}(music|voice-?over|subtitles|captions|vibes?|feel|mood|tone|lighting|colou?rs|transitions|effects)|no (music|voice|text|subtitles|people)|slower|faster|warmer|brighter|calmer|shorter|longer)\b|\b(seconds?|secs?)( long)?$|^\d+ ?(s|sec|seconds?|min|minutes?)\b|\b(9:16|16:9|1:1|4:5|1080p|4k|8k|hdr?)\b|\b(vibes?|aesthetic|mood|tone|feel|style|look|atmosphere|soundtrack|background music|b-?roll)$|^(for )?(instagram|tiktok|youtube|facebook|reels|shorts|social media)",
    "shot": r"^(we (see|open|cut|follow)|camera|close-?up|scene|shot|then|finally|cut to|fade)\b|^(an?|the|two|three|some|several|young|old|elderly)? ?(\w+ ){0,2}(woman|man|girl|boy|couple|child|kid|person|someone|barista|chef|runner|mother|father|mom|dad|friends|hands?|steam|sun|rain|waves?) (\w+ ){0,2}?(\w+ing|\w+s)\b|^(a|the|two) (\w+ )?(dog|cat|light)s? (\w+ ){0,2}?(\w+ing|\w+s)\b",
    "question": r"\?$",
}  # fmt: skip
_RU: dict[Kind, str] = {
    "action": r"^(закаж\w+|заказывайте|звоните|позвоните|приходите|заходите|запиши\w+|записывайтесь|скачай\w*|скачивайте|подпи\w+сь|подписывайтесь|купите|покупайте|забронируй\w*|бронируйте|регистрируйтесь|пишите|переходите|жд[её]м вас)\b",
    "deadline": r"\bтолько (до|сегодня|завтра|в|на этой|этой)|\bдо (конца|понедельник|вторник|сред|четверг|пятниц|суббот|воскресень|полуноч|\d{1,2}([ .]|$))\w*|\bпоследн\w+ (день|дни|шанс|неделя|места|место)|\bограниченн|\bосталось|\bуспе\w+|\b\d{1,2} (январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*|\bв (эту|этот) (субботу|воскресенье|пятницу|четверг|выходные)|\b(открыти\w+|начало|старт\w*) (уже )?(в|с|\d)",
    "offer": r"\d ?%|\bскидк|\bраспродаж|\bв подарок|\bподарок|\bпо цене|\bакци[яи]\b|\bполцены|\bбесплатн\w+ (пробн|урок|занят|консульт|замер|десерт|кофе|вход|период|месяц|недел)|\bперв\w+ (урок|занятие|месяц|неделя|чашка) (— )?(бесплатн|в подарок)|\d[\d ]* ?(₽|руб|р\b|€|\$|евро|долларов)|\bот \d[\d ]{2,} ?(₽|руб|р)",
    "proof": r"\bнаград|\bпреми[яию]\b|\bлауреат|\b\d[\d ]*\+? (довольных )?(клиент|пользовател|отзыв|скачиван|гост|ученик|выпускник|сем)|\bрейтинг|\b\d([.,]\d)? из (5|10)\b|\bс (1[89]|20)\d\d( года)?|\bтысяч\w* (клиент|пользовател|люд)|\bхит продаж|\bзапатент|\bсертифицир",
    "contrast": r"^(в отличие|вместо|больше никаких|не то что|лучше чем|забудьте (о|об|про))\b",
    "wish": r"^(покажи\w*|показать|используй\w*|добавь\w*|начни\w*|закончи\w*|сделай\w*|пусть|нужно|надо|должн\w+|хочется|хочу|чтобы (было|был|видео|ролик)|не (надо|нужно|используй\w*|показывай\w*)|избегай\w*|без (музыки|голоса|текста|людей|субтитров|озвучки)|музыка|голос|стиль|тон|настроение|формат|длительность|хронометраж|аудитория|целевая аудитория|целевая|ца\b|вертикальн\w+|горизонтальн\w+|крупн\w+ план\w*|медленн\w+ съ[её]мк\w*|с (\w+ )?(музыкой|озвучкой|субтитрами|голосом)|в стиле|помедленнее|быстрее|теплее|ярче|медленнее|для (инстаграм\w*|тикток\w*|ютуб\w*|reels|shorts|соцсетей|вк\b|telegram|телеграм\w*))\b|^\d+ ?(с|сек|секунд\w*|минут\w*)\b|\b(9:16|16:9|1:1|4:5|1080p|4k)\b|\b(атмосфера|настроение|стиль|тон)$",
    "shot": r"^(камера|кадр|сцена|затем|потом|в кадре|мы видим|крупный план)\b|^(молод\w+|пожил\w+)? ?(девушка|женщина|мужчина|парень|пара|реб[её]нок|мальчик|девочка|бариста|повар|человек|люди|друзья|руки|пар|солнце|дождь) \w+(ет|ит|ют|ят|ут|ат|ется|ится)\b",
    "question": r"\?$",
}  # fmt: skip

_ORDER: tuple[Kind, ...] = ("question", "contrast", "wish", "shot", "offer", "deadline", "proof", "action")
_PATTERNS = {
    "en": {kind: re.compile(_EN[kind], re.IGNORECASE) for kind in _ORDER},
    "ru": {kind: re.compile(_RU[kind], re.IGNORECASE) for kind in _ORDER},
}
SLOP = re.compile(
    r"\b(8k|4k|uhd|masterpiece|best quality|ultra(?![- ]?light)(-?\w+)?|hyper-?realistic|photo-?realistic|trending on \w+|award-winning photograph\w*)\b[, ]*",
    re.IGNORECASE,
)


def kind_of(clause: str, language: str) -> Kind:
    """The kind of one clause; "noise" for what can be neither said nor shown."""
    words = clause.split()
    if not words or not any(c.isalpha() for c in clause) or "@" in clause:
        return "noise"
    return next((k for k in _ORDER if _PATTERNS[language][k].search(clause)), "feature")

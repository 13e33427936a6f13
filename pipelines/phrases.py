"""What sites say around their articles, in several languages: the phrases that `pipelines.boilerplate` looks for.

One phrase a line, as a regular expression for lower-case text in which a blank stands for any run of
blanks, and a blank with a question mark for one that may be missing.
"""

from __future__ import annotations

import re

# Sentences and lines that begin like this are the site speaking; what follows on the same line may be the article.
OPENINGS = r"""
(?:read|see|watch|listen) (?:more|next|also|full|the full|coverage)\b(?! than)
also read\b
see also\b
now read\b
check out\s*:
(?:watch|listen) now\b
more (?:tech|news|from|on|stories)\s*:
more (?:about|from|on) (?:this|the|our|your)\b.{0,20}$
related(?: \w+)?\s*:
recommended\s*:
in this article\s*:
table of contents\b
hashtags?\b
(?:tags?|filed under|topics)\s*:
reading time\s*:
(?:相关|相關|延伸|推荐|推薦)(?:阅读|閱讀)
更多精彩
関連記事
관련\s*기사
mehr zum thema
lesen sie (?:auch|mehr|hier)
lire (?:aussi|également)
à lire
lees ook
leggi anche
l(?:ea|ee) también
te puede interesar
skip (?:to|navigation)\b
jump to\b
top of page
home ?(?:/|\||>|›|»)
menu ?(?:/|\|)
no (?:result|comments)\b
sign (?:up|in)\b
log\s?in\b
subscribe\b
unlock the\b
share (?:this|on)\b
follow (?:us|(?:him|her|them|me) on)\b
leave a (?:reply|comment)\b
listen to this (?:article|story)
getting your \w+ audio
if you (?:like|enjoyed) this (?:post|article)
click (?:here )?to (?:share|report|read|subscribe|view)\b
click here to\b
view (?:comments|original content|all)\b
thank(?:s|s? you) for (?:donating|reading|subscribing|signing)
download (?:our|the) (?:\w+ )?app\b
open in app\b
(?:connect|stay connected) with us\b
got a (?:news )?tip\b
report (?:a|an) (?:typo|error|correction)\b
have something to say
join the (?:conversation|discussion)
by submitting your information
support (?:independent|our) journalism
donate (?:today|now)\b
letters to the editor
comments are closed
this (?:story|article) was (?:originally|first) published\b
the post .{3,120} (?:appeared first on|first appeared on)
view original
source ?: [\w.& -]{2,40}$
media contacts?\s*:
(?:press|investor) contacts?\s*:
(?:for immediate release|immediate release)\b
for more information,? (?:please )?(?:contact|visit)
our standards\s*:
purchase licensing rights
reprints? and permissions
attorney advertising
prior results do not guarantee
advertisement ?[:|]
ads? by\b
sponsored (?:by|content|post|stor(?:y|ies))\b
3rd party ad
(?:should |before |if )?(?:you )?(?:put|invest(?:ed)?|buy) \$[\d,]+ (?:in|into|of|at)\b
should you (?:buy|invest)\b
before you buy (?:stock|shares) in\b
if you(?:'d|’d| had) invested \$
as an amazon associate
disclosure\s*:
disclaimer\s*:
copyright (?:©|\(c\)|\d{4}|by\b)
©
all rights reserved
版权(?:声明|所有)
版權(?:聲明|所有)
무단\s*전재
無断転載
alle rechte vorbehalten
tous droits réservés
todos los derechos reservados
tutti i diritti riservati
alle rechten voorbehouden
(?:photo|image|picture|foto|bild|credits?|photograph)(?: (?:source|credit|by))?\s*:
\(?photo (?:credit|by)\b
\((?:photo|image|picture)(?: credit| by)?\s*:
(?:reporting|editing|writing|translated) by\b
additional reporting\b
\((?:reporting|editing|writing|translated) by\b
\(additional reporting\b
with inputs? from\b
(?:published|updated|posted|last updated)(?: on)?\s*[:|]
crédit(?:s)?(?: photos?)?\s*:
(?:责任编辑|責任編輯)
图(?:片来)?源[：:]
圖(?:片來)?源[：:]
（(?:责任)?(?:编辑|責任編輯|责编)[：:]
（[图圖]\s?[／/｜|]
(?:编辑|責編|责编|审核|校对|审校|监制|编审)\s*[：:]
(?:作者|文|撰文|记者|記者)\s?[：:／/|｜]
(?:来源|來源|稿源|信息来源|字号|字體)\s*[：:]
記者.{2,8}[／/]
点击(?:此处|这里|查看|阅读|关注|订阅|上方|下方|进入|蓝字)
點擊(?!率)
點我
扫(?:码|描(?:上方|下方)?二维码)
掃(?:碼|描)
长按(?:识别|二维码)
关注我们
(?:欢迎)?关注.{0,12}(?:公众号|微信|微博)
打开\s?(?:app|客户端)
下载(?:app|客户端)
加入[会會][员員]
不用抽
未经(?:授权|许可|书面)
本文来自(?:微信公众号|.{0,12}[，,]\s?作者)
(?:分享到|分享至)
转载(?:请|須|需)
(?:原标题|原标题)[：:]
登录\s?[|｜/]
首页\s?[>›»|/]
当前位置
您(?:的|当前)位置
[京沪粤浙苏]icp备
zum inhalt springen
zur startseite
stand\s*: \d
mit dem absenden\b
dieser artikel ist (?:nur )?für
jetzt (?:anmelden|abonnieren|registrieren)\b
newsletter (?:abonnieren|bestellen)
aller au contenu
publié le\b
mis à jour le\b
temps de lecture
cet article est réservé
(?:s’|s')abonner\b
abonnez-vous\b
inscrivez-vous\b
saltar al contenido
redacción\b.{0,5}[|/]
compartir en\b
suscríbete\b
suscríbase\b
ga naar (?:de )?inhoud
deel dit artikel
meld je aan\b
abonneer\b
本文へスキップ
この記事は(?:有料)?会員限定
会員(?:登録|限定)
본문 바로가기
구독하기
.{2,4} 기자 \S+@
"""

# Lines that begin like this are the site's to their end, however many sentences they have.
PARAGRAPHS = r"""
we (?:value|respect) your privacy
when you (?:purchase|buy) through (?:links|our)
il vous reste\b
we (?:and our (?:\d+ )?(?:partners|vendors)|use cookies)
we use cookies
(?:this|our) (?:web)?site uses? cookies
you can (?:accept|manage|change|withdraw) (?:or manage )?your (?:choices|consent|preferences|settings)
by (?:clicking|continuing|signing up|subscribing|using this)\b.{0,60}(?:you |terms|cookies|agree)
stay on the cutting edge
join (?:the experts|our newsletter|\d[\d,]* (?:readers|subscribers))
get (?:our |the |your )?(?:top|latest|live|flagship|best|daily|free|biggest)\b.{0,90}(?:newsletter|delivered|inbox)
get (?:our |the |your )?(?:top|latest|live)\b.{0,30}quotes
get (?:the )?\w+(?:'s|’s)\b.{0,60}(?:newsletter|delivered|inbox)
get the stories\b.{0,60}inbox
to get (?:the|our)\b.{0,60}(?:inbox|newsletter)
sign up (?:to|for) (?:our|the|a|notifications|breaking)\b
discover more from\b
contact me with (?:news|offers)
your email address will not be published
this is a preview of (?:an? )?(?:subscriber|member|premium|paid)
to continue reading\b
already (?:a )?(?:subscriber|member|registered)\b
(?:the )?authors? (?:ha(?:s|ve)|holds?|owns?|is|are)(?: (?:no|an?y?|long|not))*.{0,24}(?:positions?|shares|stocks?)\b
(?:disclosure|disclaimer)\s*:
the (?:views|opinions)(?: and opinions)? expressed\b
(?:the )?(?:views|opinions) (?:are|expressed)\b.{0,30}author
this (?:alert|article|publication|material|content|newsletter) (?:is|does|has been)\b.{0,60}(?:only|purposes|advice)\b
the (?:broadcaster|publisher|bbc) is not responsible
(?:特别|免责|免責|版权|版權|郑重|风险|重要)?(?:声明|聲明|提示)[：:]
免责声明
免責聲明
(?:该|本)(?:文|文章)(?:观点|觀點)?仅代表
以上(?:内容|文章内容).{0,20}(?:参考|代表)
风险提示
nous utilisons des cookies
ce site utilise des cookies
wir (?:verwenden|nutzen|setzen) (?:\w+ )?cookies
utilizamos cookies
wij gebruiken cookies
当サイトでは
"""

# Whole lines, give or take counts and punctuation.
LABELS = """
home|search|menu|share|save|print|email|close|news|sections|toggle|navigation|toggle navigation|type to search
accept|accept all|reject all|manage preferences|cookie settings|privacy|privacy policy|terms|terms of use|advertise
terms and privacy policy|your privacy choices|accessibility|contact|contact us|about|about us|help|faq|careers|sitemap
loading|something is loading|like this|like|likes|restacks|reply|replies|comment|comments|view comments|share this
discussion about this post|ready for more|top stories|next article|previous article|next|previous|back to top|top
around the site|watch live|submit a tip|weather|sports|events|experts|donate|research|opinion|business|markets|tech
practice areas|newsletter|newsletters|most popular|read full article|read more|show more|load more|see all|more
facebook|twitter|linkedin|whatsapp|instagram|copy link|x|min|min read|for immediate release|article ad box|ad
advertisement|advertisements|advertising|sponsored|promoted|anzeige|werbung|publicidad|publicité|annonce|advertentie
join the conversation|follow|following|bookmark|gift this article|listen|audio|video|videos|photos|live|subscribe now
举报|收藏|点赞|下一篇|上一篇|分享|阅读原文|热门评论|网友评论|评论|評論|登录|注册|首页|返回首页|下载app|打开app阅读全文|全文
相关推荐|猜你喜欢|为你推荐|點我下載app|延伸閱讀|字号|大 中 小|查看更多|展开全文|广告|廣告|広告|相关新闻|热门推荐|收起
startseite|merken|teilen|drucken|impressum|datenschutz|über den autor|über die autorin|kommentare|wirtschaft
partager|imprimer|commentaires|mentions légales|accueil|réagir|s'abonner|se connecter
compartir|imprimir|comentarios|inicio|aviso legal|iniciar sesión|delen|printen|reacties|inloggen|condividi|commenti
댓글|공유|구독하기|로그인|シェア|コメント|ログイン|会員登録|この記事をシェア
"""

# Whole lines after which other articles' headlines follow.
HEADS = r"""
read (?:more|next|also)
more (?:at|from|on) .{2,30}
(?:read more|related) (?:at|from|on) .{2,30}
related(?: (?:\w+ )?(?:articles?|stories|news|content|posts?|coverage|topics?|reading|links?))?
recommended(?: (?:stories|articles|reading|for you))?
most (?:read|popular|viewed|shared|commented)(?: (?:stories|articles|news))?
trending(?: (?:now|stories|news|topics))?
(?:latest|top|popular|other|recent|editor'?s'?) (?:news|stories|articles|headlines|posts|picks)
you (?:may|might) (?:also )?(?:like|be interested in|enjoy)
(?:up|what(?:'s|’s) ) next
don(?:'|’)t miss
(?:相关|相關|延伸|推荐|推薦|热门|更多)(?:阅读|閱讀|新闻|新聞|推荐|文章|资讯|内容)
(?:相关|相關)文章|文章標籤|文章标签
(?:猜你喜欢|为你推荐|相关推荐|大家都在看|今日热点|热点推荐)
関連記事|関連ニュース|おすすめ記事|あわせて読みたい|アクセスランキング
관련\s*기사|많이 본 뉴스|추천 기사
mehr zum thema|lesen sie auch|auch interessant|meistgelesen|das könnte sie auch interessieren
(?:à )?lire aussi|à lire|sur le même (?:sujet|thème)|les plus lus|articles? liés?
te puede interesar|lo más leído|noticias relacionadas|leer también|lea también
lees ook|meest gelezen|gerelateerd(?:e artikelen)?|leggi anche|potrebbe interessarti
"""

# Anywhere in a sentence: what the site earns, and what the text is not.
ANYWHERE = re.compile(
    r"\bmay\s+(?:also\s+)?earn\s+(?:an?\s+)?(?:\w+\s+)?(?:commission|fee)\b"
    r"|\b(?:not|no|nor)\b.{0,60}(?:financial|investment|legal)\s+advice"
)

# Anywhere in a line of the foot: who wrote it, for whom it was written, what it is not.
FEET = re.compile(
    r"\b(?:is|was)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}(?:reporter|writer|editor|columnist|fellow|journalist|correspondent"
    r"|contributor|freelancer)s?\b(?:\s+(?:at|for|with|in|on|of|who|covering|based|and)\b|[.,])"
    r"|\bcovers\s+[\w\s,'’-]{3,60}\b(?:from|for|at|in)\b.*@|\bis\s+the\s+author\s+of\b"
    r"|\bhas\s+(?:no\s+)?positions?\s+in\b|\bhas\s+a\s+disclosure\s+policy|\bthe\s+views\s+(?:and\s+opinions\s+)?expressed"
    r"|\bopinions\s+expressed\b|\bsolely\s+those\s+of\s+the\s+author|\bschreibt\s+(?:seit|für|über)\b"
    r"|不构成(?:任何)?投资建议|入市需谨慎|与本(?:网|站)无关|仅代表作者|\S+@\S+\.\w+",
    re.IGNORECASE,
)


def whole_lines(phrases: str) -> frozenset[str]:
    """The labels between bars and line ends."""
    return frozenset(label for line in phrases.splitlines() for label in line.split("|") if label)


def any_of(phrases: str) -> re.Pattern[str]:
    """One expression for all lines, for lower-case text: so a branch of plain letters fails at its first."""
    return re.compile("|".join(filter(None, phrases.splitlines())).replace(" ?", r"\s*").replace(" ", r"\s+"))

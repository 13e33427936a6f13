"""How common an English word is: a rare word that two articles share says more than an everyday one.

The order is that of the words' frequency in Wikipedia (the ranks that come with zxcvbn, MIT licence), each word once,
in the form that `terms` gives, function words left out.
"""

from __future__ import annotations

EVERYDAY: tuple[str, ...] = tuple(
    """
    school world city later state national used known university united part season team american film born south
    became war north high people family early history album area sery district county name work life group music
    following number company several four called played released career league game government house based won use
    station club international town located population general college east found age end began home public church line
    river member system place century band york song best former british party named held village show local service
    built major along five single due small old left final large building served president received death main third
    set children order specy park law air published road died book men women army often education central country
    division english top included development french community water play side list near late form original different
    center power led student german moved court six land council island record million research art established award
    street military television given region support western production political point cup period business title
    started various election using england role produced become program field total office class written association
    radio union level championship director force created department founded married site open act short society
    version royal present northern worked professional full returned joined story france european currently language
    social california india design further round australia wrote san project control southern railway board popular
    continued free battle considered video common position living half playing recorded red post described average
    special modern appeared announced rock release elected example term opened similar formed route census current
    originally lake developed race himself addition information province match event result win eastern track lead
    science human construction minister germany available throughout training style body museum australian health seven
    signed chief eventually appointed sea centre debut tour media light range character across feature largest indian
    network less performance player refer europe sold festival usually taken despite designed committee process return
    official episode institute stage followed performed japanese personal thus space low china study middle magazine
    leading japan aircraft featured federal civil right model coach canadian remained eight type independent completed
    capital academy instead kingdom organization competition sport size section finished gold involved management
    industry directed market fourth movement technology bank ground campaign base lower sent rather provided coast
    grand historic valley conference bridge winning approximately chinese awarded degree russian native female replaced
    municipality square studio medical data african successful mid bay attack previous operation spanish theatre
    republic beginning provide ship primary owned writing tournament culture introduced texa related natural governor
    reached ireland unit senior decided italian higher africa standard income professor placed regional active novel
    energy generally interest economic previously stated channel leader traditional trade structure limited run prior
    regular famous saint navy foreign listed artist catholic airport parliament collection officer goal attended
    command staff commission lived location commercial foundation significant older medal self scored highway activity
    wide musical notable library numerous paris individual allowed plant property annual contract highest initially
    required earlier assembly rural seat practice defeated ended soviet length spent manager press associated author
    issue additional lord zealand policy engine township noted historical complete financial religious mission contain
    nine recent represented pennsylvania administration opening secretary executive youth closed theory writer italy
    angele appearance queen launched legal entered edition singer greek majority background source anti cultural
    complex change recording stadium operated particularly basketball port castle mostly fort selected increased status
    earth subsequently pacific cover variety certain remain upper congress becoming studied irish nature particular
    loss caused chart forced create era retired material review rate referred larger shown product speed democratic
    poland parish olympic themselve temple wing genus household serving cost wale passed supported view case actor male
    matche star administrative median effect biography train engineering camp offered chairman mainly surface therefore
    nearly score ancient subject prime claimed experience specific jewish failed overall believed plot troop greater
    spain consist broadcast heavy increase raised separate campus appear presented lie composed recently influence
    fifth nation creek reference britain double cast meaning earned carried producer latter housing brother attempt
    article response border remaining nearby direct value worker politician academic label commander rule fellow
    resident authority editor transport dutch responsible covered territory flight defense tower emperor facility daily
    assistant managed primarily quality function proposed distribution condition prize journal code vice newspaper corp
    highly constructed mayor critical secondary corporation rugby regiment ohio serve allow multiple discovered
    directly scene growth element acquired physical latin host jersey graduated arrived issued literature metal estate
    vote immediately quickly asian competed extended produce urban promoted contemporary global formerly industrial
    opera ministry soldier commonly mass formation smaller typically drama shortly density senate iran polish prominent
    naval settlement divided basis republican distance treatment continue mile footballer format leadership initial
    offer operating avenue officially columbia grade squadron fleet percent farm agreement likely equipment website
    mount grew method transferred intended renamed iron asia reserve capacity politic widely advanced relation scottish
    dedicated crew founder lack amount build effort concept ordered leave positive economy entertainment affair
    memorial ability illinois color text railroad scientific focus comedy exchange environment car direction organized
    firm description agency analysis purpose destroyed reception planned revealed infantry architecture growing
    featuring candidate removed situated knowledge solo technical assigned conducted participated largely purchased
    register gained combined headquarter adopted potential protection scale approach spread independence mountain
    titled geography applied safety mixed accepted captured rail defeat principal recognized lieutenant mentioned semi
    owner joint liberal actress traffic creation basic note unique supreme declared simply sale massachusett designated
    jazz compared resource concert learning teaching content alongside revolution son block premier impact champion
    generation estimated volume image account quarter providing zone yard scoring classe presence representative hosted
    split taught origin claim critic occurred suffered municipal damage defined resulted respectively expanded platform
    draft opposition expected educational ontario climate atlantic surrounding performing reduced ranked birth
    nominated younger newly kong theater philadelphia heritage disease sixth constitution tradition swedish theme
    fiction rome medicine resulting existing deputy environmental labour classical develop fan granted receive
    alternative begin nuclear fame buried connected identified palace fall letter combat inspired conservative chosen
    animal labor steel orchestra peak entitled returning northwest imperial convention ocean publication painting
    subsequent frequently religion brigade fully cemetery relatively oldest suggested succeeded achieved application
    programme cell promotion graduate armed supply flying communist figure literary netherland korea worldwide citizen
    faculty draw stock occupied unknown hold audience sweden interview obtained settled transfer marked allowing
    funding challenge southeast unlike crown rise portion transportation sector phase edge tropical institution
    philosophy legislative hill brand fund conflict unable founding refused metre permanent starring creating effective
    aired extensive employed enemy expansion billboard rank battalion multi vehicle fought alliance category perform
    federation poetry bronze entry bureau maximum billion tree intelligence greatest screen commissioned gallery injury
    confirmed setting treaty adult broadcasting supporting pilot mobile programming existence squad minnesota copy
    korean provincial defence agricultural internal core northeast retirement factory action prevent communication
    ending weekly containing attempted interior weight bowl recognition incorporated increasing ultimately documentary
    derived attacked lyric mexican external churche metropolitan selling opposed personnel mill visited presidential
    piece norwegian controlled rear influenced wrestling weapon launch composer developing circuit specifically shared
    canal wisconsin publishing approved domestic consisted determined comic establishment exhibition southwest fuel
    electronic cape converted educated melbourne hit producing norway slightly occur surname identity represent
    constituency proved link athletic bird contest user poet display receiving rare contained gun motion piano
    temperature passenger contributed cathedral inhabitant architect exist muslim course abandoned signal successfully
    disambiguation tennessee dynasty heavily maryland jew representing budget weather missouri introduction faced pair
    chapel reform height vietnam motor cambridge focused sought patient shape invasion chemical importance selection
    regarding voivodeship maintained borough failure aged passing agriculture oregon teacher flow philippine trail
    seventh portuguese resistance reaching negative fashion scheduled downtown trained skill notably typical incident
    decade composition commune chain austria employee chamber regarded winner registered task investment colonial swiss
    entirely flag store closely entrance laid journalist coal equal cause turkish quebec technique promote junction
    easily date kentucky singapore residence violence advance survey expressed passe distinguished qualified folk
    establish egypt artillery visual improved actual finishing medium protein switzerland operate poverty neighborhood
    organisation consisting consecutive partnership extension reaction factor device ethnic racial flat object chapter
    improve musician controversy membership merged expedition arab gain describe mining bachelor crisis joining
    distributed habitat arena cycle briefly vocal installed adjacent demand voted causing businesse ruled starred drawn
    opposite stand formal person compete wave israeli ncaa resigned brief greece combination demographic historian
    commonwealth collected argued louisiana session cabinet parliamentary electoral loan profit regularly conservation
    islamic purchase residential earliest survived moth item good grey anniversary criticism discovery observed
    underground progress additionally participate thousand reduce elementary stating iraq resolution capture tank room
    hollywood finance queensland reign maintain iowa landing broad outstanding circle path manufacturing assistance
    sequence gmina crossing universal shaped king attached medieval metro colony affected scholar oklahoma coastal
    soundtrack painted attend definition meanwhile trophy require marketing popularity cable mathematic mississippi
    scheme appeal distinct acid roughly terminal senator diocese prix contrast argentina czech relief duty accused
    whilst equivalent charged measure document couple request danish defensive guide statistic credited try allied
    frame puerto peninsula concluded instrument wounded difference associate forest afterward replace requirement
    aviation solution offensive ownership inner legislation hungarian contribution translated denmark steam depending
    aspect assumed injured severe admitted determine shore arrival translation debuted delivered rejected separated
    visitor damaged storage accompanied losse gulf charter strategy corporate socialist somewhat significantly physic
    mounted satellite experienced constant relative pattern restored belgium connecticut partner harvard retained
    protected mode artistic parallel collaboration debate involving journey linked salt component context occupation
    occasionally tamil ottoman revolutionary hungary poem versus garden amongst audio makeup frequency meter orthodox
    continuing suggest legislature coalition guitarist eighth classification soil tokyo instance limit coverage
    considerable ranking cavalry daughter twin equipped broadway narrow domain boundary arranged wherea brazilian
    forming rating strategic trading covering baltimore commissioner infrastructure replacement praised disc expression
    ukraine driven edited austrian solar ensure premiered successor wooden operational hispanic concern rapid prisoner
    childhood meet influential tunnel employment tribe qualifying adapted temporary celebrated appearing increasingly
    depression cinema entering laboratory script romania fictional pittsburgh achieve monastery franchise formally tool
    revival sponsored processe vienna spring classified annually branche gender manner advertising normally maintenance
    adding characteristic integrated decline modified strongly victim malaysia arkansa nazi restoration powered
    monument hundred depth controversial admiral criticized brick honorary initiative output visiting birmingham
    progressive existed carbon credit colour rising hence defeating superior filmed listing column surrounded orlean
    principle struck participation indonesia index commerce conduct constitutional spiritual ambassador completion
    edinburgh residing tourism finland bear visible indigenous involvement basin electrical ukrainian boat processing
    rival drawing vessel experimental declined touring supporter compilation coaching cited dated root string explained
    transit traditionally minimum representation effectively architectural triple indicated greatly elevation clinical
    printed proposal peaked romanized rapidly stream inning meeting counter householder honour lasted surviving honor
    landscape hurricane harbor panel competing profile farmer revenue exception customer participant wildlife utah
    bible gradually preserved replacing symphony begun longest siege mechanical genre transmission agent executed
    benefit funded rated instrumental ninth similarly dominated destruction passage thereafter outer facing affiliated
    opportunity evolution widespread occasion engineer scientist signing battery competitive alleged eliminated judge
    hampshire regime portrayed penalty taiwan denied submarine scholarship substantial transition victorian
    nevertheless filed continental ratio useful retail departure patrol yorkshire vancouver inter extent afghanistan
    strip organ symbol encouraged abroad civilian traveled write struggle immediate recommended adaptation egyptian
    graduating assault drum nomination historically voting ally detailed achievement percentage arabic assist frequent
    toured apply intersection maine touchdown throne emerged obtain archbishop seek researcher remainder clan finnish
    oversea fifa licensed chemistry mediterranean animated seeking publisher venue jerusalem generated trial islam
    youngest ruling glasgow songwriter persian donated viewed belgian cooperation posted tech dual volunteer settler
    commanded claiming approval delhi usage terminus partly electricity locally premiere absence belief statue indicate
    manor stable attributed possession managing viewer chile overview seed regulation essential minority cargo segment
    endemic forum monthly playoff erected practical machine suburb descent indoor continuous characterized caribbean
    rebuilt serbian summary contested psychology pitch attending muhammad tenure driver diameter asset venture punk
    airline concentration athlete page mine sculpture protest ferry behalf drafted apparent furthermore ranging
    romanian democracy lanka significance linear certified voter recovered demolished assisted identify elsewhere
    mechanism aimed conversion suspended photography beijing locomotive publicly dispute resort conventional
    internationally capita dramatic derby establishing involve statistical implementation immigrant exposed diverse
    layer vast ceased connection belonged interstate uefa organised abuse deployed cattle partially filming mainstream
    reduction automatic rarely subsidiary decide merger comprehensive displayed amendment guinea exclusively manhattan
    concerning radical serbia baptist buse initiated portrait harbour choir sole unsuccessful manufactured enforcement
    connecting sacred clothing hindu unincorporated sentenced advisory fled repeated remote rebellion implemented
    fitted tribute sufficient devoted jurisdiction coache interpretation pole businessman peru sporting price cuba
    relocated opponent arrangement elite manufacturer responded suitable distinction calendar dominant tourist earning
    prefecture tie preparation anglo pursue worship archaeological chancellor bangladesh traded lowest horror outdoor
    biology commented specialized loop arriving farming housed patent pupil christianity athen northwestern map
    promoting reveal exclusive lion norfolk hebrew extensively eldest shop acquisition virtual renowned margin ongoing
    essentially iranian alternate sailed reporting conclusion originated exposure secured landed rifle framework
    identical martial focuse topic ballet fighter belonging wealthy negotiation evolved oriented acre democrat
    restricted vary graduation aftermath chess illness participating vertical collective immigration demonstrated leaf
    completing organic missile leed eligible grammar confederate improvement congressional wealth cincinnati
    corresponding reache repair isolated taxe congregation diplomatic submitted wind awareness photograph maritime
    nigeria accessible animation restaurant inaugural dismissed armenian illustrated reservoir speaker genetic computer
    preferred travelled comparison distinctive recreation requested southeastern dependent brisbane breeding expand
    bonus gauge departed qualification inspiration shipping slave variation shield munich recognised emphasis favour
    variable undergraduate territorial intellectual qualify mini banned pointed assessment judicial examination
    attempting objective partial hardware pradesh execution ottawa withdrew attendance phrase journalism logo measured
    error christian trio protestant theology respective atmosphere buddhist substitute curriculum fundamental outbreak
    rabbi intermediate designation globe liberation simultaneously experiment difficulty mainland nepal relegated
    contributing database veteran carry instruction lodge obama newcastle physician describing corruption delaware
    adventure ensemble succession renaissance tenth altitude approached crosse syria croatia warsaw worn compound
    permitted preservation reducing printing activist comprise sized enter ruler gospel earthquake extend autonomous
    croatian serial decorated relevant ideal grow grass tier wider welfare alumni descendant interface banking magnetic
    closure pitched vocalist preserve enrolled cancelled equation nickname bulgaria heroe exile mathematical input
    structural tube stem approache argentine axis manuscript inherited depicted target visit regard removal efficiency
    lebanon manga petersburg rally supplied yale azerbaijan enzyme literacy declaration placing batting incumbent
    bulgarian consistent poll defended landmark southwestern raid resignation travel casualty prestigious namely aim
    recipient warfare reader collapse coached volleyball coup lesser verse exhibited molecular integration advocate
    administered governing hospital commenced coin resumed canton artificial elevated palm civic efficient northeastern
    inducted radiation affiliate stake byzantine consumption freight interaction oblast numbered seminary extinct
    predecessor bearing functional neighboring revised cylinder grant narrative tale reflect presidency specialist
    cricketer sequel widow disbanded backed thereby pitcher commanding boulevard crop militia reviewed consequently
    fortress tributary bombing excellence nest payment mar plaza unity victory scotia variant attacking suspension
    installation graphic comment acoustic destination surrender retreat quarterback custom berkeley collaborated
    gathered syndrome dialogue recruited shanghai neighbouring psychological saudi moderate exhibit innovation depot
    binding brunswick situation certificate actively shakespeare editorial presentation relay nationalist methodist
    archive expert collegiate bishop maintaining temporarily embassy essex wellington connect reformed bengal recalled
    inche doctrine deemed legendary reconstruction statement palestinian rider interchange spot auto accurate chorus
    dissolved missionary thai operator failing delayed cork nashville perceived venezuela cult emerging tomb abolished
    documented gaining canyon episcopal stored compiled kerala kilometer mosque grammy theorem glacier arrive
    theatrical circulation circular authored conductor fewer dimensional nationwide liga yugoslavia peer vietnamese
    fellowship regardless relating dynamic mixture serie somerset imprisoned beta layout independently provision
    fastest logic headquartered challenged beaten plain protocol accommodate iraqi midfielder span commentary freestyle
    reflected palestine lighting burial virtually backing prague tribal heir identification prototype criteria dame
    arch tissue footage extending procedure predominantly updated rhythm preliminary cafe disorder prevented
    discontinued retiring oral follower massacre conquest larvae pronounced behaviour diversity sustained addressed
    geographic restriction voiced milwaukee dialect quoted grid nationally nearest roster twentieth separation indy
    manage citing intervention guidance severely migration artwork focusing trustee varied enabled centered skating
    slavery cardinal forcing auckland youtube argue colored advisor mumbai requiring theological registration refugee
    nineteenth survivor runner colleague priest contribute workshop concentrated creator lecture exploration
    interactive navigation companion perth allegedly releasing citizenship observation stationed sheep breed discover
    encourage kilometre performer isle saskatchewan hybrid hotel lancashire dubbed airfield anchor suburban theoretical
    sussex anglican stockholm permanently upcoming privately receiver optical congo aggregate authorized repeatedly
    fluid innovative transformed praise convoy demanded discography attraction export ordained enlisted occasional
    westminster syrian heavyweight bosnia consultant eventual improving aire wicket epic scandal discrimination bueno
    patron investor conjunction testament construct encountered celebrity expanding georgian retain underwent algorithm
    food orbit transformation tactical compact stability refuge gathering moreover manila configuration gameplay
    discipline entity comprising monitoring ruin sustainable aerial altered voyage friedrich storyline travelling
    conducting merit indicating referendum currency encounter particle automobile acclaimed inhabited doctorate cuban
    phenomenon dome enrollment tobacco governance trend equally manufacture hydrogen grande compensation download
    pianist grain shifted neutral evaluation define cycling seized array varying automatically restore nicknamed
    finding governed investigate manitoba administrator vital integral indonesian confusion enable geographical inland
    naming reconnaissance indianapolis lecturer deer exterior rhode bassist scope ammunition yuan punjab nursing cent
    developer estimate presbyterian nasa holding generate renewed computing cyprus arabia duration gastropod permit
    valid facade mineral practiced allegation consequence goalkeeper baronet copyright uprising carved targeted
    competitor mention sanctuary fee pursued tampa chronicle capability specified specimen toll accounting limestone
    staged upgraded philosophical guild revolt rainfall princeton terrain hometown probability assembled paulo surrey
    voltage destroyer floor lineup curve prevention potentially onward trip imposed hosting striking strict admission
    apartment solely utility proceeded euro vinyl profession haven distant expelled rivalry runway torpedo shrine
    dimension investigation lithuania idaho pursuit copenhagen considerably locality wireless decrease gene thermal
    deposit hindi withdrawn biblical casting plateau thesis flooding assassination acknowledged interim inscription
    guided pastor finale insect transported marshal intensity airing cardiff lifestyle prey herald capitol aboriginal
    measuring lasting interpreted occurring desired healthcare elimination oslo ghana blog sabha intent superintendent
    bankruptcy equity disk slovenia prussia quartet mechanic politically monk screenplay nato absorbed topped petition
    bold morocco canterbury publish crater dominican enhanced plane lutheran governmental join collecting brussel
    unified streak flagship oval etymology imprisonment instructor noting remix opposing servant rotation width tran
    maker synthesis excess tactic snail lighthouse cornwall plantation mythology populated horizontal speedway
    activated diving conceived edmonton subtropical prompted semifinal cap bulk treasury recreational telegraph
    continent relegation graph velocity endangered secular observer learn inquiry idol dictionary certification cluster
    armenia observatory revived nadu consumer hypothesis argument editing arctic essay belfast acquire promotional
    undertaken corridor proceeding antarctic millennium delegate vegetation acclaim directing substance outcome diploma
    philosopher malta albanian vicinity degc legend consent terrorist scattered gravity orientation deployment duchy
    refuse estonia crowned separately renovation wilderness empress slope inclusion equality decree ballot criticised
    rochester recurring struggled disabled henri prussian convert bacteria poorly sudan geological wyoming consistently
    minimal withdrawal interviewed proximity pakistani propaganda viii abstract commercially availability naple
    discussion underlying len proclaimed advised spelling auxiliary attract lithuanian accordance measurement novelist
    ussr contestant indie facebook parishe barrier sponsor consulting terrorism implement uganda crucial unclear notion
    distinguish collector filipino ecology renovated iceland albania accredited scout armor sculptor cognitive gaming
    condemned successive consolidated baroque regulatory reserved treasurer arose technological rounded provider rhine
    agree accuracy genera decreased frankfurt ecuador rendered calculated faction america gaelic portsmouth reside
    merchant fiscal premise presenter acceptance ceremony pollution consensus membrane brigadier nonetheless
    supervision predicted magnitude finite differ ancestry vale delegation removing proceed placement emigrated sibling
    molecule consider demonstration proportion newer valve achieving confederation continuously luxury notre
    introducing coordinate charitable geometry winnipeg ulster longtime receptor preceding belgrade mandate wrestler
    neighbourhood buddhism imported protagonist steep elaborate prohibited artifact cooperative sovereign subspecy
    carrier allmusic autobiography analog facilitate voluntary jointly newfoundland organizing exercise nobel machinery
    baltic granite dense mandatory surrendered anthology comedian bomb slot synopsis critically arcade marking hall
    indo inaugurated embarked clause invention premiership likewise presenting demonstrate designer organize examined
    bavaria referee detection zurich prairie rapper wingspan eurovision luxembourg slovakia inception disputed mammal
    entrepreneur evangelical yield clergy trademark defunct allocated depicting volcanic batted conquered armoured walt
    herzegovina contracted sponsorship prominence flowing ethiopia marketed withdraw carnegie induced investigated
    portfolio flowering opinion viewing classroom donation bounded perception leicester fruit charleston statute
    complaint smallest deceased petroleum resolved algebra southampton cultivation transmitter spelled obtaining
    pageant bat abbreviated correspondence barrack feast tackle raja derive geology counted constantinople seating
    macedonia preventing accommodation homeland explored invaded provisional transform sphere unsuccessfully highlight
    trace organism openly dancer fossil absent monarchy combining lane stint screening module tribune generating miner
    nottingham seoul unofficial owing linking rehabilitation citation louisville mollusk depict differential zimbabwe
    kosovo recommendation pottery scorer aided telecommunication elderly lunar coupled flown espn bordered fragment
    guideline gymnasium valued complexity papal presumably maternal challenging reunited advancing comprised uncertain
    favorable twelfth correspondent nobility livestock expressway chilean tide emission accompanying witnessed itune
    drainage reinforced feminist sanskrit outlet isbn coordinator averaged termed occupy diagnosed yearly humanitarian
    prospect spacecraft enacted linux ancestor karnataka constitute thriller ecclesiastical celebration enhance heating
    advocated evident bombardment watershed shuttle twitter branded teache pension advocacy conservatory cairo varsity
    freshwater providence seemingly shell cuisine specially intensive publishe trilogy skilled nacional unemployment
    parameter trafficking determination infinite saving alignment linguistic countryside dissolution advantage licence
    subfamily highland modest regent algeria crest knockout brewery combine descended chassis primitive fiji explicitly
    cumberland uruguay bypass elect informal preceded holocaust minneapolis quantity security console doctoral
    expertise unveiled precise diplomat standing infant sicily endorsed systematic charted armored mild lateral hurling
    prolific invested wartime compatible moist battlefield decoration convent terrestrial nominee leased dubai polar
    applying addresse munster sing teamed dance eleventh midland cedar flee sandstone inspection divide themed
    comparable paramount dairy archaeology intact rectangular reflecting substantially vacant lacked copa coloured
    encoded possess ucla chaired enabling playwright stoke sociology tibetan motto financing illustration gibraltar
    chateau bolivia transmitted enclosed persuaded urged folded suffolk regulated myth oriental malaysian effectiveness
    narrowly acute sunk replied utilized tasmania consortium parkway enlarged sided employer adequate accordingly
    assumption ballad mascot peaking saxony projected affiliation limitation guatemala scot kindergarten verb discharge
    controller seasonal marching guru campuse avoided vatican maori excessive chartered modification cave monetary
    sacramento mixing institutional irrigation broadcaster anthem attribute demolition offshore specification yugoslav
    contributor auditorium lebanese capturing chennai tendency determining lacking upgrade sailor detected sovereignty
    freely decorative momentum scholarly george gandhi speculation transaction undertook interact similarity cove
    teammate constituted painter tend madagascar afghan personality attained rebound masse synagogue reopened asylum
    embedded imaging catalogue defender taxonomy fiber appealed lisbon rica judaism adviser batsman ecological lgbt
    cooling accessed ward shiva employ scenic worcester tallest humanity economist textile motorway tram percussion
    cloth leisure baden resemble riot coined sitcom composite
    """.split()  # noqa: SIM905 - a literal of this many strings would fill thousands of lines
)
"""The most frequent words, most frequent first."""

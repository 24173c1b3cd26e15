"""Given names and the forms in which the press writes them.

The one rule to know: a group holds the spellings, short forms and neighbor
languages' forms of one name. Two names that stand here without a group in
common are two names, however near they sound.
"""

from functools import cache

from digest.names import FEMALE_NAMES, MALE_NAMES

_ENGLISH = """
bill william will billy willie willy | bob robert rob bobby robbie | joe joseph joey jo | tom thomas
tommy | mike michael | mick mickey | jim james jimmy jamie | dan daniel danny | dave david | steve
steven stephen | ted edward ed eddie ned | ted theodore teddy theo | tim timothy | rick richard dick
rich ricky | chuck charles charlie charley | ben benjamin benny | sam samuel sammy | samantha | matt
matthew | chris christopher kit topher | chris christian | christine christina | tony anthony antony
| greg gregory gregg | jeff jeffrey jeffery geoffrey geoff | jeb john | ken kenneth kenny | ron
ronald ronnie | don donald donny | pat patrick paddy | patricia patty tricia trish | pete peter |
andy andrew drew | nick nicholas nicky | alex alexander alec sandy | alexandra sandra | larry
lawrence laurence | jerry gerald gerry | jerry jerome | fred frederick freddie freddy | fred alfred
| frank francis frankie | frank franklin | jack john johnny | liz elizabeth beth betsy betty lizzie
eliza libby liza | kate katherine catherine kathy kathryn katharine cathy katie kathie | sue susan
suzanne susie | maggie margaret peggy meg marge madge greta | debbie deborah deb debra | jen
jennifer jenny jenn | vicky victoria vicki tori | pam pamela | becky rebecca | mitch mitchell | newt
newton | rudy rudolph rudolf | al albert | al alan | al alfred | al alexander | jon jonathan
johnathan | nate nathan | nate nathaniel | phil philip phillip | ray raymond | walt walter wally |
hank henry harry | harry harold | hal harold | mel melvin | doug douglas | abe abraham | gene eugene
| gus august | gus augustus | jake jacob | josh joshua | zach zachary zack zak | gabe gabriel |
gabby gabrielle | ike isaac | lou louis lewis louie | leo leonard len lenny | leon | max maximilian
maxwell | mort morton | norm norman | ralph | rod roderick rodney | russ russell | sid sidney sydney
| stan stanley | stu stuart stewart | terry terence terrence | vince vincent vinny | vic victor
viktor | wes wesley | art arthur artie | barney bernard bernie | bert albert | bert herbert | brad
bradley bradford | cal calvin | cam cameron | clint clinton | curt curtis kurt | dom dominic
dominick | eli elijah | eric erik erick | gil gilbert | herb herbert | irv irving | lanny alan | les
leslie | les lester | manny manuel emanuel | marty martin | nat nathaniel | nell eleanor ellen |
nora eleanor honora | pip philip | reg reginald reggie | rosie rose | rosemary | sal salvatore | seb
sebastian | sol solomon | abby abigail | alice | ally alison allison | amanda mandy | angie angela |
ann anne annie | anna | bella isabella isabel isabelle izzy | cindy cynthia lucinda | connie
constance | dee | di diana | dora dorothy dot dottie | ellie eleanor elena | emily | fran frances |
ginny virginia | heidi | helen | ida | jackie jacqueline | jan janet | janice | jane | jean | jeanne
| jeannie | joan | joanne joanna joann | josie josephine | judy judith | julie | julia | karen | kay
| kim kimberly | laurie laura | lori lorraine | lucy lucille | lynn lynne lyn | mary mamie molly
polly | marie | maria | mimi | millie mildred | nan nancy | nikki nicole | olive | olivia | phyllis
| roz rosalind | ronna | ruth | sadie | sally sarah sara | sheila | sherry | stacy stacey | steph
stephanie | tammy tamara | tess theresa teresa terri terry | tina christina | trudy gertrude | val
valerie | wendy gwendolyn | winnie winifred | zoe | aaron | adam | alan allan allen | amy | audrey |
barbara barb | blake | brandon | brenda | brett | brian bryan | brooke | bruce | caleb | carl karl |
carla | carly | carol carole | caroline carolyn | carrie | cher | cherie | claire clare clara |
clark | clive | colin | cora | craig | dale | damian damien | daisy | danielle | daniela daniella |
darren | dean | denis dennis | denise | derek derrick | diane dianne | dominique | donna | doreen |
doris | duncan | dustin | dwight | earl | edith | edgar | edmund | edwin | eileen | elaine | elle |
ella | ellen | elliot elliott eliot | elmer | elsa | else | elsie | emma | ernest ernie | erica
erika | esther | ethan | eva | eve | evan | evelyn | felicity | fiona | florence | floyd | gareth |
gavin | gary garry | george | georgia | georgina | gina | giles | glen glenn | gloria | gordon |
grace | graham graeme | grant | gwen | hannah hanna | harriet | hayley | heather | hilary | hillary
| holly | howard | hugh | hugo | hunter | ian iain | irene | isla | ivan | ivanka | ivy | jared |
jason | jay | jesse | jessica jess | jill gillian | jillian | joel | joyce | juan | judah | june |
justin | justine | kamala | keith | kelly | kevin | kyle | lance | leah | lee | leila | lena |
leslie lesley | liam | lily lilly | linda | lindsay lindsey | lisa | lloyd | lois | lola | louise |
luisa louisa | lydia | malcolm | marc mark | marcus | marcia | marian | marianne | marilyn | marina
| marion | marjorie | martha | martina | maureen | maurice | max | maya | megan meghan | melania |
melissa | mia | michelle | miles myles | mila | mimi | mindy | miriam | mona | monica | morgan |
muriel | natasha | natalie | neil neal | nigel | nina | noah | noel | norma | oliver | oscar | otto
| owen | paige | paul | paula | pauline | pearl | percy | perry | petra | philippa | phoebe | piers
| priscilla | quentin | rachel rachael | randy randall | reed | rita | roberta | robin robyn | roger
rodger | rollin | rory | rosa | ross | roy | ryan | scott | sean shaun shawn | selma | seth | shane
| shannon | sharon | shelley shelly | shirley | simon | simone | sonia sonya | sophia sofia | sophie
| spencer | stella | sylvia silvia | tara | tiffany | todd | tracy tracey | travis | trent | trevor
| troy | tyler | ursula | vanessa | vera | veronica | vivian | wade | warren | wayne | wilma | woody
| yvonne | zelda
"""
_ROMANCE = """
gabriel | evo | jose pepe josep | josefa josefina | juan juanito | juana | juanita | luis luiz |
luisa | francisco paco pancho | francisca | francesca | francesco | manuel manolo | manuela | pablo
| paola | paolo paulo | pedro | pietro | carlos carles | carla | carlo | mario | marco | marcos |
marcelo | marcela | miguel | miguela | alejandro | alejandra | andres | andre | andrea | andreas |
antonio | antonia | alberto | alberta | alfonso alphonse | alvaro | arturo | augusto | bernardo |
bernarda | claudio | claudia | cristian | cristina | cristiano | diego | domingo | eduardo duarte |
emilio | emilia | emily | enrique henrique enrico | ernesto | esteban | eugenio | eugenia | eugenie
| federico frederico | felipe filipe | felix | fernando | fernanda | flavio | flavia | gabriela
gabriella | gerardo | giorgio | giorgia | giovanni gianni | giuseppe beppe | giulio | giulia |
giulio | gonzalo | guillermo | gustavo | hector | hugo | ignacio inacio | ines | isabel | jair |
jaime | javier | jesus | joao | joaquin joaquim | jorge | julian | juliana | julio | leonardo |
leopoldo | lorenzo | lucia | lucas | luca | luciano | maximo | mauricio | matteo | michele | nestor
| nicolas nicolau | nicola | octavio | oscar | ramon | rafael raphael | rafaela | raul | ricardo
riccardo | roberto | rodrigo | romano | sergio | silvio | teresa | tomas | umberto | vicente |
vincenzo | xavier | ximena | alain | amelie | aurelie | bernadette | bertrand | brigitte | camille |
cecile | celine | chantal | claude | claudine | clemence | clement | dominique | edouard | eliane |
elise | emile | emmanuel | emmanuelle | etienne | fabien | fabienne | florent | francois | francoise
| frederic | frederique | georges | gerard | gilles | guillaume | henri | herve | jacques | jean |
jeanne | jerome | joel | joelle | julien | juliette | laurent | laurence | luc | lucien | lucie |
marcel | marceline | marine | marion | mathieu matthieu | michel | micheline | mireille | monique |
nadine | nathalie | nicole | odile | olivier | pascal | pascale | philippe | pierre | regis | remi
remy | rene | renee | rodolphe | segolene | serge | simone | sylvain | sylvie | thierry | valerie |
veronique | vincent | virginie | yann | yves | yvette
"""
_GERMANIC_NORDIC = """
hans | hannes johannes | hanna hannah | heinz | heinrich | helmut | helmuth helmut | hermann | horst
| johann | johan | jan | janne | jens | jorgen | jurgen juergen | jorg joerg | karl carl | kai |
karin | katrin kathrin | klaus claus | konrad conrad | lars | lasse | leif | lena | lina | lothar |
ludwig | magnus | manfred | markus marcus | martin | mathias matthias | michaela | mika | niels |
nils | nina | olaf olav | ole | oskar | otto | peer | per | pia | ralf ralph | rainer reiner |
reinhard | rolf | rudolf rudolph | sabine | sigmar | silke | soren soeren | stefan stephan |
stefanie | susanne | sven | svend | thorsten torsten | ulrich ulli | ulrike | ursula | uwe | walter
walther | werner | wilhelm | willem | willy | wolfgang | annegret | angela | angelika | anja | anke
| anna | anne | anneke | anni | annika | antje | astrid | bjorn | birgit | bo | dag | dieter |
dietmar | dirk | eberhard | eirik | ebba | elke | erna | ernst | eva | frauke | friedrich |
friedrike | fritz friedrich | gerda | gerd | gerhard | gisela | goran | greta | gudrun | gunther
gunter guenter guenther | gustav | haakon hakon | hakan | harald | heike | heiko | helga | helge |
henrik | henrike | ingrid | inge | inger | joachim | josef | julia | knut | mette | mikael | ove |
petra | pieter | piet | poul | sanna | sigrid | solveig | tarja | thomas | thor tor | tove | ulf |
wim | wouter | dirk | geert | kees | ruud | joop | marijke | maarten | marten | kajsa | kaja | kaia
"""
_SLAVIC = """
vladimir volodymyr wladimir vladimer uladzimir | vladislav vladyslav wladyslaw | vlad | dmitry
dmitri dmitriy dmytro dimitri dimitry dmitrij dmitro dzmitry | sergei sergey serhiy serhii sergej
serguei siarhei sergiy serge | alexei aleksei alexey aleksey oleksiy oleksii alexej aliaksei
alyaksei | alexander aleksandr alexandr aleksander aleksandar oleksandr alyaksandr aliaksandr
alexandre sasha aleksandre | alexandra aleksandra oleksandra | nikolai nikolay nikolaj mykola
nicolai mikalai | nikola | mikhail mikhael mikheil mykhailo mykhaylo michail mikhailo | misha |
yevgeny yevgeniy yevgenii evgeny evgeniy evgenii evgeni yevhen yevhenii jewgeni | yevgenia evgenia
yevgeniya evgeniya yevheniia | yuri yury yuriy yurii iurii juri jurij youri | yulia yuliya yuliia
julia iulia ioulia | elena yelena olena jelena alena | ekaterina yekaterina kateryna katerina
jekaterina katya | maria mariya mariia marija mariam | natalia natalya nataliya nataliia natalja
natasha | tatiana tatyana tetiana tetyana tatjana | svetlana svitlana sviatlana | anastasia
anastasiya anastasiia | ksenia kseniya xenia | sofia sofiya sofya | valery valeriy valerii valeri
waleri | valeria valeriya valeriia | vasily vasiliy vassily vasyl wassili | vitaly vitali vitaliy
vitalii vitalik | viktor victor wiktor | viktoria viktoriya victoria viktoriia | grigory grigori
grigoriy hryhoriy hryhorii grigorii | georgy georgi georgiy georgii heorhii | gennady gennadi
gennadiy hennadiy hennadii | arkady arkadi arkadiy | anatoly anatoli anatoliy anatolii | andrei
andrey andriy andrii andrej andrzej | anton | antonina | artem artyom artiom | boris borys | bogdan
bohdan | danil daniil danylo | denis denys | eduard edward | fyodor fedor fiodor fedir | gleb hlib |
igor ihor | ilya iliya ilia illia | ivan ivane | kirill kyrylo kiril | konstantin kostiantyn
konstantyn constantin kostyantyn | leonid | lev leo | lyudmila liudmila ludmila liudmyla | maxim
maksim maksym | oleg oleh | olga olha volha | pavel pavlo pawel | peter pyotr petr petro piotr pjotr
| roman | ruslan | rustam rustem | semyon semen | stanislav stanislaw | stepan | taras | timofei
timofey | timur | vadim vadym | valentin valentyn | valentina valentyna | vera vira | veronika |
viacheslav vyacheslav wjatscheslaw viatcheslav | yaroslav jaroslav jaroslaw | yana jana | zhanna
janna | larisa larysa | lyubov liubov | galina halyna | nadezhda nadiya nadia nadiia | oksana oxana
| irina iryna | marina maryna | inna | arseniy arseny arsenii arseni | rinat | ramzan ramsan |
akhmad akhmat akhmed | nursultan | andrzej | bronislaw | donald | ewa | grzegorz | jacek | jan |
janusz | jerzy | kazimierz | krzysztof | lech | leszek | marek | mateusz | rafal | radoslaw radek |
ryszard | slawomir | tadeusz | tomasz | wojciech | zbigniew | bohuslav | frantisek | jiri | karel |
ladislav | milos milosh | miloslav | milan | milorad | vaclav | zdenek | zuzana | aleksandar | ana |
branko | dragan | dusan | goran | ivica | jovan | ljubomir | mladen | novak | radovan | ratko |
slobodan | stjepan | tomislav | vojislav | zoran | zoltan | viktor | attila | bela | ferenc | gabor
| gyorgy | imre | istvan | janos | katalin | laszlo | peter | sandor | tibor
"""
_GREEK_TURKISH_CAUCASUS = """
georgios giorgos george yorgos yiorgos jorgos | ioannis yannis yanis giannis yiannis janis |
konstantinos kostas costas constantine constantinos konstantin | nikolaos nikos nicos nicolaos |
dimitrios dimitris demetris dimitri | alexandros alekos | alexis aleksis | evangelos vangelis |
panagiotis panos panayiotis | pavlos paulos | stavros | stelios stylianos | spyros spyridon spiros |
theodoros thodoris | kyriakos kiriakos | lefteris eleftherios | michalis michail | vasilis vassilis
vasileios | andreas | antonis antonios andonis | apostolos | christos | eleni | katerina | dora
theodora | sofia | adonis | makis | prokopis | abdullah | ahmet ahmed | ali | bekir | bilal | burak
| cem | deniz | devlet | ekrem | emine | esra | fatih | fethullah fetullah | hakan | hulusi |
ibrahim | ismail | kemal | mehmet | melih | meral | mesut | mevlut mevluet | murat | mustafa | numan
| omer | orhan | recep | selahattin | selim | suleyman | tansu | turgut | yasar | yusuf | nikol |
serzh serge | levon | ilham | irakli | bidzina | salome | eduard
"""
_ARABIC = """
mohammed muhammad mohamed mohammad muhammed mohamad muhamad mohamud mohammod mahammad mehmet muhamed
moh'd mohd | ahmed ahmad ahmet achmed akhmed | mahmoud mahmud mahmood mehmood mehmud | hamid hameed
hamed | hamad | hamdan | hamida | hamdi | hamza hamzah | hassan hasan hassen | hussein husain
hussain hossein husayn husein hoseyn hosein houssein hocine hussien | hosni husni hosny | hisham
hicham hesham | ali aly | alia aliya aliyah alya | alaa ala | omar umar omer oumar | amr amro |
amira ameera aamira | amir ameer emir aamir amer | abbas | abdullah abdallah abdulla abdellah
abdalla | abdulaziz abdelaziz | abdelfattah abdulfattah abdulfatah | abdulrahman abdelrahman
abdurrahman abdurrahman abdorrahman | abdulkarim abdelkarim abdulkareem | abdulmajid abdelmadjid
abdelmajid abdulmajeed | abdulqadir abdelkader abdulkadir abdelqader | abdulrashid abdurrashid
abdulrasheed | abdulmalik abdelmalek abdulmalek | abdulhamid abdelhamid abdulhameed | abdullatif
abdellatif abdullateef | adel adil | adnan | aisha ayesha aysha aicha | akram ekrem | amin ameen |
amina aminah | anas | anwar anouar | asma asmaa | ashraf | ayman aiman aymen | aziz azeez | aziza |
badr bader | bandar | bashar bachar | bashir basheer bachir | basma | bilal belal | boutros butros |
dalia | dina deena | ehab ihab | essam issam esam isam | fadi fady | fahd fahad | faisal faysal
feisal faical | farid fareed | farida | farouk faruq farooq farouq faruk | fatima fatimah fatma
fatemeh fatimeh | fawzi fawzy | fayez faiz | firas feras | ghassan | ghazi | habib | habiba | hadi |
hafez hafiz | haidar hayder haider haydar heydar | haitham haytham | hala | hanan | hani hany |
haroun harun haroon | hashim hashem | hatem hatim | hazem hazim | hibatullah haibatullah hebatullah
| ibrahim ebrahim ibraheem brahim | idris idriss edris | imad emad | imran emran | imrana | isa issa
eisa | islam | ismail ismael ismaeel esmail ismayil | jaber jabir | jafar ja'far jaafar gafar |
jamal gamal djamel jamaal djamal | jamil jameel djamil | jamila jameela djamila | jawad javad javed
jawed | kamal kemal kamel | kamil kameel | karim kareem kerim | karima kareema | khadija khadijah |
khaled khalid khaleed chaled | khaleda khalida | khalifa khalifah | khalil khaleel | laila leila
layla leyla | latif lateef | latifa lateefa | lina | loay luay louay | mahdi mehdi | maher mahir |
majid majed majeed | majida | malik malek | mansour mansur mansoor | mariam maryam miriam meryem |
marwan merwan | masoud massoud masud masood mas'ud | moussa mousa musa moosa mussa | mujahid | munir
mounir mounir moneer | mustafa mostafa mustapha moustafa | muqtada moqtada moktada muktada | murad
mourad | muammar moammar mouammar | nabil nabeel | nabila | nabih | nadia nadiya | naim naeem nayeem
| najib najeeb nagib naguib | naser nasser nasir nasr nacer | nasrallah nasrullah | nawaf | nayef
naif nayif | nizar | nouri nuri noori | nur nour noor | nureddin noureddine nouruddin nuruddin
nooruddin | nuha | osama usama oussama ossama | othman uthman osman usman ousmane | qais kais qays |
qasim qassem kassem qasem kasim ghasem qassim kassim kazem | qusay kusay qusai | rafic rafik rafiq
rafique | rajab | rami ramy | ramadan ramazan ramzan | ramzi ramzy | rania ranya | rached rashed
rashid rasheed rachid | rashida rasheeda rachida | rauf raouf raoof | reza rida reda ridha | riad
riyad riyadh | rifaat rifat refaat | saad sa'ad | saadi | saud saoud | saddam | sadiq sadeq sadegh
siddiq | said saeed sayeed saied saeid | saif seif saif sayf | salah | saleh salih saleh | salem |
salim saleem | salma | salman selman | sami samy | samir sameer | samira sameera | sara | shahid
shaheed | sharif shareef sherif cherif | soleiman suleiman sulaiman sulayman solayman soleyman
souleymane | taha | tahir taher | talal | talib taleb | tamim tameem | tareq tariq tarek tarik |
uday udai | wafa | walid waleed oualid | wael wail | yahya yahia yehya yehia | yasser yasir yaser |
yassin yasin yaseen yassine yacine | yasmin yasmine yasmeen | yousef yousaf yusuf youssef yousuf
yusef yousif youcef josef | yunus younus younis yunis younes yunous yonis | zahra zohra zahraa |
zaid zayd zeid | zayed | zainab zaynab zeinab zineb | zakaria zakariya zakariyya | zaki | zia ziya |
ziad ziyad zeyad
"""
_PERSIAN_INDIC = """
akbar | arash | behrouz behruz behrooz | bijan | dariush daryush darius | ezzatollah | faezeh faezah
| farhad | fereydoun fereidoun | hashem | hojjat | jahangir | kamran | kaveh | khosrow khosro |
mahnaz | manouchehr manuchehr | mojtaba mujtaba | mohsen muhsin mohsin | morteza murtaza mortaza
murtada | nasrin nasreen | narges nargess | parviz parvez pervez pervaiz parwez | ruhollah rouhollah
| roya | sajjad sajad | shahram | shirin shireen | simin | sohrab | zahir | zalmay zalmai | hamed |
ashraf | gulbuddin golbuddin | abhishek | aditya | ajay | ajit | akhilesh | amartya | amit | amitabh
| anand | anil | anita | anjali | arjun | arun | arvind aravind | ashok | asif asef | atal | atul |
azim azeem | bilawal | benazir | deepak dipak | deepa | dinesh | fazal fazl | ganesh | gautam gotam
| gotabaya gotabhaya | harish | hardeep | indira | isha | jagdish | jawaharlal | jayalalitha
jayalalithaa | karan | kiran | kumar | lakshmi laxmi | lalu | lata | mahesh | mahinda | mamata mamta
| manish | manmohan | maya | meera mira | mohan | mukesh | mulayam | mumtaz | naheed nahid | namal |
narendra | naresh | nawaz navaz | neha | nikhil | nirmala | nita neeta | nitin | nitish | pankaj |
prakash | pranab | pratibha | pratap | priyanka | priya | rahul | raj | rajesh | rajiv rajeev |
rajnath | raju | rakesh | ram | ramesh | ranil | ravi | rehana | rohit | rohan | sachin | sandeep |
sanjay sanjai | sanjiv sanjeev | santosh | satish | satya | sharad | shashi | shehbaz shahbaz |
shekhar | sheikh shaikh | shiv | shivraj | shyam | sirisena | smriti | sonia | sudha | sunil suneel
| sunita | suresh | sushma | tejashwi | uma | usha | vijay | vijaya | vikram | vinod | virat | vivek
| yogi | zulfikar zulfiqar zulfikhar | zubair
"""
_HEBREW = """
benjamin binyamin bibi benyamin | benny beni | yitzhak itzhak yitzchak isaac itzik yizhak | yaakov
ya'akov jacob yakov | yosef joseph yossi | moshe moses | avraham abraham avi | avigdor | ariel arik
| ayelet | bezalel betzalel | chaim haim hayim hayyim chayim | dalia | dan | ehud | eli eliyahu |
ezer | gadi | gideon gidon | golda | itamar | levi | limor | merav | miri | miriam | menachem
menahem | naftali | natan nathan | nir | reuven reuben rubi | ron | shaul saul | shimon simon |
shlomo solomon | shoshana | tzipi tsipi zipi | tzachi tsachi uri | uzi | yair | yael | yehuda judah
| yigal | yisrael israel | yitzchak | yoav | yonatan jonathan yoni | yoram | yuval | ze'ev zeev
"""
_JAPANESE = """
akie | akihito | akiko | akira | aki | atsuko | ayako | eisaku | emiko | fumie | fumiko | fumio |
hanako | haruhiko | haruka | haruki | haruko | hayao | hideaki | hideki | hideo | hiroaki | hirofumi
| hirohito | hiroko | hiroshi | hiroyuki | ichiro | isao | junichi | junichiro | junko | kaori |
katsunobu | kazuko | kazuo | kazuyoshi | keiichi | keiko | keizo | ken | kenichi | kenji | kenzo |
kiichi | kiyoko | kiyoshi | koichi | koji | kunio | makiko | makoto | mariko | masahiro | masako |
masaki | masaru | masayoshi | michiko | mieko | mitsuko | miyuki | nana | naoki | naoko | naomi |
naoto | naruhito | nobuo | nobuko | noriko | norio | reiko | ryo | ryota | ryutaro | ryosuke |
sachiko | sadako | sanae | satoru | satoshi | seiko | seiji | shigeki | shigeko | shigeru | shingo |
shinichi | shinji | shinjiro | shintaro | shinya | shinzo | shizuo | shoichi | shoko | taeko |
takako | takashi | takeo | takeshi | takuya | taro | tatsuya | tetsuya | tomiichi | tomoko | tomomi
| toru | toshiko | toshimitsu | toshiro | tsutomu | yasuhiro | yasuko | yasuo | yohei | yoichi |
yoko | yosuke | yoshihide | yoshihiko | yoshiko | yoshimasa | yoshiro | yui | yuichiro | yuka | yuki
| yukiko | yukio | yuko | yumiko | yuri | yuriko | yusuke | yutaka | yuto | yuzo
"""
_SOURCES = (
    _ENGLISH, _ROMANCE, _GERMANIC_NORDIC, _SLAVIC, _GREEK_TURKISH_CAUCASUS, _ARABIC,
    _PERSIAN_INDIC, _HEBREW, _JAPANESE,
)  # fmt: skip


def is_given_name(word: str) -> bool:
    """Tell whether the folded word is known as a given name."""
    return word in _groups()


def is_western(word: str) -> bool:
    """Tell whether the folded word is a given name of English or a Romance or Germanic language."""
    return word in _western()


def forms_of_one(one: str, other: str) -> bool | None:
    """Tell whether two folded given names are forms of one; None where one is not known."""
    left, right = _groups().get(one), _groups().get(other)
    if left is None or right is None:
        return None
    return one == other or not left.isdisjoint(right)


def is_romance(word: str) -> bool:
    """Tell whether the folded word is a given name of a Romance language."""
    return word in _romance()


def is_japanese(word: str) -> bool:
    """Tell whether the folded word is a given name of Japan, where family names stand first."""
    return word in _japanese()


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {name: set() for name in MALE_NAMES | FEMALE_NAMES}
    for number, group in enumerate(_read(_SOURCES)):
        for name in group:
            found.setdefault(name, set()).add(number)
    return {name: frozenset(numbers) for name, numbers in found.items()}


@cache
def _western() -> frozenset[str]:
    return frozenset(name for group in _read(_SOURCES[:3]) for name in group)


@cache
def _romance() -> frozenset[str]:
    return frozenset(name for group in _read((_ROMANCE,)) for name in group)


@cache
def _japanese() -> frozenset[str]:
    return frozenset(name for group in _read((_JAPANESE,)) for name in group)


def _read(sources: tuple[str, ...]) -> list[list[str]]:
    return [g.split() for text in sources for g in text.split("|")]

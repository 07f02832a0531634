/**
 * Family and given names of Senegambia and its neighbours that one people writes by French, English or Portuguese habit, too far apart
 * for letter costs: Diallo is Jallow, Cissé is Ceesay. Common knowledge of the region's registries; first of a row the French form.
 */
const ROWS = `
diallo jallow jalloh djalo djallo; ndiaye njie njai njay; cisse ceesay sesay sissay; toure touray turay ture; diop jobe joub; diatta jatta djata;
diouf joof juf; diagne jagne jange; gueye gaye guey; ba bah; fall faal; sane sanneh saneh; sagna sanyang; konte conteh conte kunte; drame drammeh darame;
dieng jeng; mbaye mbye mbai; coulibaly krubally koulibaly kulibali kolley; traore trawally tarawally; sarr saar; keita keyta kaita; dia jah dja; diawara jawara;
diarra jarra jara; diaby jabbie jabi jabby; diakite jakite; diakhate jahateh jagateh; diaw jow jaw; dieme jammeh jamme; diedhiou jarju; badji badjie bajie;
sambou sambu; sow sowe so; camara kamara; sidibe sidibeh; dembele dembelly dembeleh; mane manneh maneh; balde baldeh; kante kanteh; konate konateh;
sene senneh saine; seck secka; sylla sillah silla; kebe kebbeh kebbe; niang nyang; niasse nyass nyassi; dabo darboe darbo; dansokho danso dansoko; faty fatty fati;
fofana fofanah; ka kah; kane kan khan; lo low; ly lee; mballo mballow embalo; ndao ndow ndaw; ngom ngum; senghor senghore; soumare sumareh; souare suwareh;
tall taal; thiam cham tcham; thioune chune; thiaw chow; wade wadda; diouck jook; dione jone; diome jome; dramane dramaneh; samb samba; touray toure; doumbia dumbuya;
kourouma koroma kuruma; bangoura bangura; soumah suma; barry bari barrie; sacko sarko sako; diaby diabi; tounkara tunkara; sissoko susso sissokho suso; kouyate kuyateh;
mamadou mamadu momodou momodu mahamadou; amadou amadu ahmadou ahmadu; ousmane ousman usman usmane; abdoulaye abdoulie abdulai abdulaye; ibrahima ebrima ibraima;
fatoumata fatumata fatumatta; aminata aminatta; moussa musa mussa; souleymane sulayman suleiman; boubacar bubacarr bubacar; aboubacar abubacarr abubakarr;
lamine lamin; cheikh sheikh cheick; oumar omar umaro; assane hassan; alassane alhassan alasana; ousseynou ousainou alusine; aissatou isatou aisatu aissata;
khadidiatou hadijatou kadiatou kadijatou; yaya yahya; youssouf yusupha yussuf; idrissa idrisa; binta bintou bintu; awa hawa; ramatoulaye ramatoulie ramatulai;
seynabou sainabou sainabu; thierno cherno chernor tcherno; modou modu; pape pap; ndeye ndey; mouhamed muhammed muhamed; saliou salieu saliu; alpha alfa; djibril jibril;
djeneba jeneba jainaba; dieynaba jainaba; oumou ummu; sekou sheku seku; karamoko karamo; lansana lansanah; maimouna maimuna; nafissatou nafisatou; siaka siaka shiaka`

const groups = new Map<string, Set<string>>()
for (const row of ROWS.trim().split(/\s*;\s*/)) {
  const words = row.split(' ')
  for (const word of words) groups.set(word, new Set([...(groups.get(word) ?? []), ...words.filter((one) => one !== word)]))
}

/** The other ways in which a folded Latin name is written by another official language of West Africa; none for most. */
export const equivalentsOf = (word: string): Iterable<string> => groups.get(word) ?? []

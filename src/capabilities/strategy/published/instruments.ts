/** International instruments that police cooperation stands on. Who is a party to them is not here: each member states its own. */
import type { CrimeArea, Language } from '#wire/vocabulary.ts'
import { type Words, words } from './content.ts'

export const DEPOSITARIES = {
  'un-secretary-general': words(
    'Secretary-General of the United Nations',
    'Secrétaire général des Nations Unies',
    'الأمين العام للأمم المتحدة',
    'Secretario General de las Naciones Unidas',
  ),
  'council-of-europe': words(
    'Secretary General of the Council of Europe',
    'Secrétaire général du Conseil de l’Europe',
    'الأمين العام لمجلس أوروبا',
    'Secretario General del Consejo de Europa',
  ),
  'african-union': words(
    'Chairperson of the Commission of the African Union',
    'Président de la Commission de l’Union africaine',
    'رئيس مفوضية الاتحاد الأفريقي',
    'Presidente de la Comisión de la Unión Africana',
  ),
  'league-of-arab-states': words(
    'General Secretariat of the League of Arab States',
    'Secrétariat général de la Ligue des États arabes',
    'الأمانة العامة لجامعة الدول العربية',
    'Secretaría General de la Liga de los Estados Árabes',
  ),
  unesco: words('Director-General of UNESCO', 'Directeur général de l’UNESCO', 'المدير العام لليونسكو', 'Director General de la UNESCO'),
  switzerland: words(
    'Government of the Swiss Confederation',
    'Gouvernement de la Confédération suisse',
    'حكومة الاتحاد السويسري',
    'Gobierno de la Confederación Suiza',
  ),
  'three-governments': words(
    'Governments of the Russian Federation, the United Kingdom and the United States',
    'Gouvernements de la Fédération de Russie, du Royaume-Uni et des États-Unis',
    'حكومات الاتحاد الروسي والمملكة المتحدة والولايات المتحدة',
    'Gobiernos de la Federación de Rusia, el Reino Unido y los Estados Unidos',
  ),
} as const
export type Depositary = keyof typeof DEPOSITARIES

export interface Instrument {
  readonly id: string
  /** In full where the language is one of `authentic`, else our translation of it. */
  readonly title: Words
  /** Of the four languages, those in which the text is authentic. */
  readonly authentic: readonly Language[]
  /** When the text was adopted or opened for signature. */
  readonly year: number
  readonly depositary: Depositary
  /** The number in its series, where it has one. */
  readonly series?: string
  readonly crime_areas: readonly CrimeArea[]
  /** The instrument that it supplements. */
  readonly supplements?: string
}

const ALL: readonly Language[] = ['en', 'fr', 'ar', 'es']
const WITHOUT_ARABIC: readonly Language[] = ['en', 'fr', 'es']
const ENGLISH_FRENCH: readonly Language[] = ['en', 'fr']

type Of = Omit<Instrument, 'id' | 'title' | 'year' | 'depositary' | 'authentic'>
const maker =
  (depositary: Depositary, authentic: readonly Language[]) =>
  (id: string, year: number, of: Of, ...title: Parameters<typeof words>): Instrument => ({
    id,
    title: words(...title),
    authentic,
    year,
    depositary,
    ...of,
  })

const un = maker('un-secretary-general', ALL)
const olderUn = maker('un-secretary-general', WITHOUT_ARABIC)
const europe = maker('council-of-europe', ENGLISH_FRENCH)
const africa = maker('african-union', ['en', 'fr', 'ar'])
const arab = maker('league-of-arab-states', ['ar'])
const about = (...crime_areas: CrimeArea[]): Of => ({ crime_areas })

export const INTERNATIONAL_INSTRUMENTS: readonly Instrument[] = [
  un(
    'untoc-2000',
    2000,
    about('criminal-networks'),
    'United Nations Convention against Transnational Organized Crime',
    'Convention des Nations Unies contre la criminalité transnationale organisée',
    'اتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية',
    'Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional',
  ),
  un(
    'untoc-trafficking-protocol-2000',
    2000,
    { ...about('migrant-smuggling-thb'), supplements: 'untoc-2000' },
    'Protocol to Prevent, Suppress and Punish Trafficking in Persons, Especially Women and Children, supplementing the United Nations Convention against Transnational Organized Crime',
    'Protocole additionnel à la Convention des Nations Unies contre la criminalité transnationale organisée visant à prévenir, réprimer et punir la traite des personnes, en particulier des femmes et des enfants',
    'بروتوكول منع وقمع ومعاقبة الاتجار بالأشخاص، وبخاصة النساء والأطفال، المكمّل لاتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية',
    'Protocolo para prevenir, reprimir y sancionar la trata de personas, especialmente mujeres y niños, que complementa la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional',
  ),
  un(
    'untoc-smuggling-protocol-2000',
    2000,
    { ...about('migrant-smuggling-thb'), supplements: 'untoc-2000' },
    'Protocol against the Smuggling of Migrants by Land, Sea and Air, supplementing the United Nations Convention against Transnational Organized Crime',
    'Protocole contre le trafic illicite de migrants par terre, air et mer, additionnel à la Convention des Nations Unies contre la criminalité transnationale organisée',
    'بروتوكول مكافحة تهريب المهاجرين عن طريق البر والبحر والجو، المكمّل لاتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية',
    'Protocolo contra el tráfico ilícito de migrantes por tierra, mar y aire, que complementa la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional',
  ),
  un(
    'untoc-firearms-protocol-2001',
    2001,
    { ...about('firearms'), supplements: 'untoc-2000' },
    'Protocol against the Illicit Manufacturing of and Trafficking in Firearms, Their Parts and Components and Ammunition, supplementing the United Nations Convention against Transnational Organized Crime',
    'Protocole contre la fabrication et le trafic illicites d’armes à feu, de leurs pièces, éléments et munitions, additionnel à la Convention des Nations Unies contre la criminalité transnationale organisée',
    'بروتوكول مكافحة صنع الأسلحة النارية وأجزائها ومكوّناتها والذخيرة والاتجار بها بصورة غير مشروعة، المكمّل لاتفاقية الأمم المتحدة لمكافحة الجريمة المنظمة عبر الوطنية',
    'Protocolo contra la fabricación y el tráfico ilícitos de armas de fuego, sus piezas y componentes y municiones, que complementa la Convención de las Naciones Unidas contra la Delincuencia Organizada Transnacional',
  ),
  olderUn(
    'narcotic-drugs-1961',
    1961,
    about('drug-trafficking'),
    'Single Convention on Narcotic Drugs, 1961',
    'Convention unique sur les stupéfiants de 1961',
    'الاتفاقية الوحيدة للمخدرات لسنة 1961',
    'Convención Única de 1961 sobre Estupefacientes',
  ),
  olderUn(
    'psychotropic-substances-1971',
    1971,
    about('drug-trafficking'),
    'Convention on Psychotropic Substances',
    'Convention sur les substances psychotropes',
    'اتفاقية المؤثرات العقلية',
    'Convenio sobre Sustancias Sicotrópicas',
  ),
  un(
    'illicit-drug-traffic-1988',
    1988,
    about('drug-trafficking', 'financial-crime'),
    'United Nations Convention against Illicit Traffic in Narcotic Drugs and Psychotropic Substances',
    'Convention des Nations Unies contre le trafic illicite de stupéfiants et de substances psychotropes',
    'اتفاقية الأمم المتحدة لمكافحة الاتجار غير المشروع في المخدرات والمؤثرات العقلية',
    'Convención de las Naciones Unidas contra el Tráfico Ilícito de Estupefacientes y Sustancias Sicotrópicas',
  ),
  un(
    'uncac-2003',
    2003,
    about('financial-crime'),
    'United Nations Convention against Corruption',
    'Convention des Nations Unies contre la corruption',
    'اتفاقية الأمم المتحدة لمكافحة الفساد',
    'Convención de las Naciones Unidas contra la Corrupción',
  ),
  un(
    'arms-trade-treaty-2013',
    2013,
    about('firearms'),
    'Arms Trade Treaty',
    'Traité sur le commerce des armes',
    'معاهدة تجارة الأسلحة',
    'Tratado sobre el Comercio de Armas',
  ),
  un(
    'un-cybercrime-2024',
    2024,
    about('cybercrime', 'child-abuse'),
    'United Nations Convention against Cybercrime',
    'Convention des Nations Unies contre la cybercriminalité',
    'اتفاقية الأمم المتحدة لمكافحة الجريمة السيبرانية',
    'Convención de las Naciones Unidas contra la Ciberdelincuencia',
  ),
  europe(
    'budapest-2001',
    2001,
    { ...about('cybercrime', 'child-abuse'), series: 'ETS 185' },
    'Convention on Cybercrime',
    'Convention sur la cybercriminalité',
    'الاتفاقية المتعلقة بالجريمة السيبرانية (اتفاقية بودابست)',
    'Convenio sobre la Ciberdelincuencia',
  ),
  europe(
    'budapest-protocol-2003',
    2003,
    { ...about('cybercrime'), series: 'ETS 189', supplements: 'budapest-2001' },
    'Additional Protocol to the Convention on Cybercrime, concerning the criminalisation of acts of a racist and xenophobic nature committed through computer systems',
    'Protocole additionnel à la Convention sur la cybercriminalité, relatif à l’incrimination d’actes de nature raciste et xénophobe commis par le biais de systèmes informatiques',
    'البروتوكول الإضافي للاتفاقية المتعلقة بالجريمة السيبرانية، بشأن تجريم الأفعال ذات الطبيعة العنصرية وكراهية الأجانب المرتكبة بواسطة النظم المعلوماتية',
    'Protocolo adicional al Convenio sobre la Ciberdelincuencia relativo a la penalización de actos de índole racista y xenófoba cometidos por medio de sistemas informáticos',
  ),
  europe(
    'budapest-second-protocol-2022',
    2022,
    { ...about('cybercrime'), series: 'CETS 224', supplements: 'budapest-2001' },
    'Second Additional Protocol to the Convention on Cybercrime on enhanced co-operation and disclosure of electronic evidence',
    'Deuxième Protocole additionnel à la Convention sur la cybercriminalité relatif au renforcement de la coopération et de la divulgation de preuves électroniques',
    'البروتوكول الإضافي الثاني للاتفاقية المتعلقة بالجريمة السيبرانية، بشأن تعزيز التعاون والكشف عن الأدلة الإلكترونية',
    'Segundo Protocolo adicional al Convenio sobre la Ciberdelincuencia, relativo a la cooperación reforzada y la revelación de pruebas electrónicas',
  ),
  maker('three-governments', WITHOUT_ARABIC)(
    'hague-aircraft-1970',
    1970,
    about('terrorism'),
    'Convention for the Suppression of Unlawful Seizure of Aircraft',
    'Convention pour la répression de la capture illicite d’aéronefs',
    'اتفاقية قمع الاستيلاء غير المشروع على الطائرات',
    'Convenio para la Represión del Apoderamiento Ilícito de Aeronaves',
  ),
  un(
    'terrorist-bombings-1997',
    1997,
    about('terrorism'),
    'International Convention for the Suppression of Terrorist Bombings',
    'Convention internationale pour la répression des attentats terroristes à l’explosif',
    'الاتفاقية الدولية لقمع الهجمات الإرهابية بالقنابل',
    'Convenio Internacional para la Represión de los Atentados Terroristas Cometidos con Bombas',
  ),
  un(
    'terrorist-financing-1999',
    1999,
    about('terrorism', 'financial-crime'),
    'International Convention for the Suppression of the Financing of Terrorism',
    'Convention internationale pour la répression du financement du terrorisme',
    'الاتفاقية الدولية لقمع تمويل الإرهاب',
    'Convenio Internacional para la Represión de la Financiación del Terrorismo',
  ),
  un(
    'nuclear-terrorism-2005',
    2005,
    about('terrorism'),
    'International Convention for the Suppression of Acts of Nuclear Terrorism',
    'Convention internationale pour la répression des actes de terrorisme nucléaire',
    'الاتفاقية الدولية لقمع أعمال الإرهاب النووي',
    'Convenio Internacional para la Represión de los Actos de Terrorismo Nuclear',
  ),
  un(
    'rights-of-the-child-1989',
    1989,
    about('child-abuse'),
    'Convention on the Rights of the Child',
    'Convention relative aux droits de l’enfant',
    'اتفاقية حقوق الطفل',
    'Convención sobre los Derechos del Niño',
  ),
  un(
    'sale-of-children-2000',
    2000,
    { ...about('child-abuse', 'migrant-smuggling-thb'), supplements: 'rights-of-the-child-1989' },
    'Optional Protocol to the Convention on the Rights of the Child on the sale of children, child prostitution and child pornography',
    'Protocole facultatif à la Convention relative aux droits de l’enfant, concernant la vente d’enfants, la prostitution des enfants et la pornographie mettant en scène des enfants',
    'البروتوكول الاختياري لاتفاقية حقوق الطفل بشأن بيع الأطفال واستغلال الأطفال في البغاء وفي المواد الإباحية',
    'Protocolo facultativo de la Convención sobre los Derechos del Niño relativo a la venta de niños, la prostitución infantil y la utilización de niños en la pornografía',
  ),
  europe(
    'lanzarote-2007',
    2007,
    { ...about('child-abuse'), series: 'CETS 201' },
    'Council of Europe Convention on the Protection of Children against Sexual Exploitation and Sexual Abuse',
    'Convention du Conseil de l’Europe sur la protection des enfants contre l’exploitation et les abus sexuels',
    'اتفاقية مجلس أوروبا لحماية الأطفال من الاستغلال الجنسي والاعتداء الجنسي (اتفاقية لانزاروت)',
    'Convenio del Consejo de Europa para la protección de los niños contra la explotación y el abuso sexual',
  ),
  europe(
    'trafficking-europe-2005',
    2005,
    { ...about('migrant-smuggling-thb'), series: 'CETS 197' },
    'Council of Europe Convention on Action against Trafficking in Human Beings',
    'Convention du Conseil de l’Europe sur la lutte contre la traite des êtres humains',
    'اتفاقية مجلس أوروبا لمكافحة الاتجار بالبشر',
    'Convenio del Consejo de Europa sobre la lucha contra la trata de seres humanos',
  ),
  europe(
    'laundering-europe-1990',
    1990,
    { ...about('financial-crime'), series: 'ETS 141' },
    'Convention on Laundering, Search, Seizure and Confiscation of the Proceeds from Crime',
    'Convention relative au blanchiment, au dépistage, à la saisie et à la confiscation des produits du crime',
    'الاتفاقية المتعلقة بغسل عائدات الجريمة وتعقبها وضبطها ومصادرتها',
    'Convenio relativo al blanqueo, seguimiento, embargo y decomiso de los productos del delito',
  ),
  europe(
    'laundering-terrorism-europe-2005',
    2005,
    { ...about('financial-crime', 'terrorism'), series: 'CETS 198' },
    'Council of Europe Convention on Laundering, Search, Seizure and Confiscation of the Proceeds from Crime and on the Financing of Terrorism',
    'Convention du Conseil de l’Europe relative au blanchiment, au dépistage, à la saisie et à la confiscation des produits du crime et au financement du terrorisme',
    'اتفاقية مجلس أوروبا المتعلقة بغسل عائدات الجريمة وتعقبها وضبطها ومصادرتها وبتمويل الإرهاب',
    'Convenio del Consejo de Europa relativo al blanqueo, seguimiento, embargo y comiso de los productos del delito y a la financiación del terrorismo',
  ),
  europe(
    'mutual-assistance-europe-1959',
    1959,
    { ...about(), series: 'ETS 30' },
    'European Convention on Mutual Assistance in Criminal Matters',
    'Convention européenne d’entraide judiciaire en matière pénale',
    'الاتفاقية الأوروبية للمساعدة المتبادلة في المسائل الجنائية',
    'Convenio Europeo de Asistencia Judicial en Materia Penal',
  ),
  europe(
    'extradition-europe-1957',
    1957,
    { ...about(), series: 'ETS 24' },
    'European Convention on Extradition',
    'Convention européenne d’extradition',
    'الاتفاقية الأوروبية لتسليم المطلوبين',
    'Convenio Europeo de Extradición',
  ),
  europe(
    'data-protection-europe-1981',
    1981,
    { ...about(), series: 'ETS 108' },
    'Convention for the Protection of Individuals with regard to Automatic Processing of Personal Data',
    'Convention pour la protection des personnes à l’égard du traitement automatisé des données à caractère personnel',
    'اتفاقية حماية الأفراد فيما يتعلق بالمعالجة الآلية للبيانات ذات الطابع الشخصي',
    'Convenio para la protección de las personas con respecto al tratamiento automatizado de datos de carácter personal',
  ),
  maker('switzerland', WITHOUT_ARABIC)(
    'cites-1973',
    1973,
    about('environmental-crime', 'illicit-trade'),
    'Convention on International Trade in Endangered Species of Wild Fauna and Flora',
    'Convention sur le commerce international des espèces de faune et de flore sauvages menacées d’extinction',
    'اتفاقية التجارة الدولية بأنواع الحيوانات والنباتات البرية المهددة بالانقراض',
    'Convención sobre el Comercio Internacional de Especies Amenazadas de Fauna y Flora Silvestres',
  ),
  un(
    'basel-1989',
    1989,
    about('environmental-crime'),
    'Basel Convention on the Control of Transboundary Movements of Hazardous Wastes and their Disposal',
    'Convention de Bâle sur le contrôle des mouvements transfrontières de déchets dangereux et de leur élimination',
    'اتفاقية بازل بشأن التحكم في نقل النفايات الخطرة والتخلص منها عبر الحدود',
    'Convenio de Basilea sobre el Control de los Movimientos Transfronterizos de los Desechos Peligrosos y su Eliminación',
  ),
  maker('unesco', WITHOUT_ARABIC)(
    'cultural-property-1970',
    1970,
    about('illicit-trade', 'property-crime'),
    'Convention on the Means of Prohibiting and Preventing the Illicit Import, Export and Transfer of Ownership of Cultural Property',
    'Convention concernant les mesures à prendre pour interdire et empêcher l’importation, l’exportation et le transfert de propriété illicites des biens culturels',
    'الاتفاقية المتعلقة بالتدابير الواجب اتخاذها لحظر ومنع استيراد وتصدير ونقل ملكية الممتلكات الثقافية بطرق غير مشروعة',
    'Convención sobre las medidas que deben adoptarse para prohibir e impedir la importación, la exportación y la transferencia de propiedad ilícitas de bienes culturales',
  ),
  maker('un-secretary-general', ENGLISH_FRENCH)(
    'refugees-1951',
    1951,
    about('migrant-smuggling-thb'),
    'Convention relating to the Status of Refugees',
    'Convention relative au statut des réfugiés',
    'الاتفاقية الخاصة بوضع اللاجئين',
    'Convención sobre el Estatuto de los Refugiados',
  ),
  un(
    'torture-1984',
    1984,
    about(),
    'Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment',
    'Convention contre la torture et autres peines ou traitements cruels, inhumains ou dégradants',
    'اتفاقية مناهضة التعذيب وغيره من ضروب المعاملة أو العقوبة القاسية أو اللاإنسانية أو المهينة',
    'Convención contra la Tortura y Otros Tratos o Penas Crueles, Inhumanos o Degradantes',
  ),
  olderUn(
    'civil-and-political-rights-1966',
    1966,
    about(),
    'International Covenant on Civil and Political Rights',
    'Pacte international relatif aux droits civils et politiques',
    'العهد الدولي الخاص بالحقوق المدنية والسياسية',
    'Pacto Internacional de Derechos Civiles y Políticos',
  ),
  un(
    'law-of-the-sea-1982',
    1982,
    about('drug-trafficking', 'migrant-smuggling-thb'),
    'United Nations Convention on the Law of the Sea',
    'Convention des Nations Unies sur le droit de la mer',
    'اتفاقية الأمم المتحدة لقانون البحار',
    'Convención de las Naciones Unidas sobre el Derecho del Mar',
  ),
  arab(
    'riyadh-judicial-cooperation-1983',
    1983,
    about(),
    'Riyadh Arab Agreement for Judicial Cooperation',
    'Convention arabe de Riyad sur la coopération judiciaire',
    'اتفاقية الرياض العربية للتعاون القضائي',
    'Convenio Árabe de Riad de Cooperación Judicial',
  ),
  arab(
    'arab-terrorism-1998',
    1998,
    about('terrorism'),
    'Arab Convention for the Suppression of Terrorism',
    'Convention arabe pour la répression du terrorisme',
    'الاتفاقية العربية لمكافحة الإرهاب',
    'Convenio Árabe para la Represión del Terrorismo',
  ),
  arab(
    'arab-information-technology-2010',
    2010,
    about('cybercrime'),
    'Arab Convention on Combating Information Technology Offences',
    'Convention arabe pour la lutte contre les infractions liées aux technologies de l’information',
    'الاتفاقية العربية لمكافحة جرائم تقنية المعلومات',
    'Convenio Árabe sobre la Lucha contra los Delitos relacionados con la Tecnología de la Información',
  ),
  africa(
    'oau-terrorism-1999',
    1999,
    about('terrorism'),
    'OAU Convention on the Prevention and Combating of Terrorism',
    'Convention de l’OUA sur la prévention et la lutte contre le terrorisme',
    'اتفاقية منظمة الوحدة الأفريقية لمنع الإرهاب ومكافحته',
    'Convención de la OUA sobre la Prevención y Lucha contra el Terrorismo',
  ),
  africa(
    'au-corruption-2003',
    2003,
    about('financial-crime'),
    'African Union Convention on Preventing and Combating Corruption',
    'Convention de l’Union africaine sur la prévention et la lutte contre la corruption',
    'اتفاقية الاتحاد الأفريقي لمنع الفساد ومكافحته',
    'Convención de la Unión Africana para Prevenir y Combatir la Corrupción',
  ),
  africa(
    'malabo-2014',
    2014,
    about('cybercrime'),
    'African Union Convention on Cyber Security and Personal Data Protection',
    'Convention de l’Union africaine sur la cybersécurité et la protection des données à caractère personnel',
    'اتفاقية الاتحاد الأفريقي بشأن الأمن السيبراني وحماية البيانات ذات الطابع الشخصي',
    'Convención de la Unión Africana sobre Ciberseguridad y Protección de Datos Personales',
  ),
]

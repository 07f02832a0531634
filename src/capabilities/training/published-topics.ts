/** Training topics as the EUROMED Police Strategy 2024+ proposes them; facts in short form, in the language of the source. */
import type { Topic } from './bodies.ts'

export const TOPICS_SOURCE = 'EUROMED Police Strategy 2024+, Strategic Cooperation Forum, 16 September 2024'

const of = (crime_area: NonNullable<Topic['crime_area']>, topics: Readonly<Record<string, string>>): Topic[] =>
  Object.entries(topics).map(([id, text]) => ({ id, title: { text, language: 'en' }, crime_area }))

export const PUBLISHED_TOPICS: readonly Topic[] = [
  ...of('drug-trafficking', {
    'drugs-thematic-group': 'Trainings with the EMPACT thematic working group',
    'drugs-laboratories': 'Drug laboratory simulation, dismantling of laboratories and illicit cultivation',
  }),
  ...of('migrant-smuggling-thb', { 'smuggling-prevention': 'Prevention of irregular migration and migrant smuggling' }),
  ...of('cybercrime', {
    'cyber-evidence': 'Collection of evidence and investigation of cybercrime',
    'cyber-emerging': 'Emerging threats, cryptocurrencies and the dark web among them',
  }),
  ...of('document-fraud', {
    'documents-forensics': 'Technology, specialised forensics and interview techniques',
    'documents-authentic': 'Recognition and verification of authentic documents',
    'documents-digital': 'Detection of fake digital documents',
  }),
  ...of('financial-crime', {
    'finance-fiu': 'Capacity in line with MENAFATF evaluations; financial intelligence units and the private sector',
  }),
  ...of('firearms', {
    'firearms-rules': 'International rules and regulations',
    'firearms-trends': 'Emerging trends, alternative firearms and ammunition',
    'firearms-tracing': 'Tracking and tracing of small arms and light weapons',
  }),
  ...of('illicit-trade', {
    'trade-methods': 'Policing methods and investigation techniques',
    'trade-exchange': 'International cooperation and information exchange',
  }),
  ...of('environmental-crime', {
    'environment-rules': 'International rules and regulations',
    'environment-risk': 'Risk assessment and the role of the police',
  }),
  ...of('property-crime', {
    'property-data': 'Data collection and analysis, preventive and reactive action',
    'property-recovery': 'Asset recovery and cooperation between services',
  }),
  ...of('criminal-networks', {
    'networks-techniques': 'Criminal networks and investigative techniques',
    'networks-targets': 'High-value targets and data sharing',
  }),
  ...of('child-abuse', {
    'children-links': 'Links to other kinds of crime, awareness and prevention',
    'children-psychology': 'Psychology of victims and offenders, self-care of officers',
  }),
]

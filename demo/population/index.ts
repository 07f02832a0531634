/** The project's own generator of synthetic people and things: seeded, pure, without end. */
export { type Chance, chanceOf } from './chance.ts'
export { COUNTRIES, type Country } from './countries.ts'
export { type Misspelt, misspelt, STEPS, type Step } from './misspelling.ts'
export { type Naming, type Sex, TRADITIONS, type Tradition } from './naming.ts'
export { type PeopleOptions, people, SHARED_PEOPLE, type SyntheticPerson, type WrittenName } from './people.ts'
export { DETAIL_STEPS, type DetailStep, type QueryOptions, queryOf, type RegionQuery } from './queries.ts'
export { nameKey, type RegionOptions, type RegionRecord, recordOf, region } from './region.ts'
export { type Story, type StoryContents, stories, storyRecords } from './stories.ts'
export {
  documents,
  FICTION_TELEPHONES,
  firearms,
  identifiers,
  type SyntheticDocument,
  type SyntheticFirearm,
  type SyntheticIdentifier,
  type SyntheticVehicle,
  type ThingsOptions,
  vehicles,
} from './things.ts'

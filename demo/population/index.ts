/** The project's own generator of synthetic people and things: seeded, pure, without end. */
export { type Chance, chanceOf } from './chance.ts'
export { COUNTRIES, type Country } from './countries.ts'
export { type Misspelt, misspelt, type Step } from './misspelling.ts'
export { type PeopleOptions, people, SHARED_PEOPLE, type SyntheticPerson, type WrittenName } from './people.ts'
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

// What was asked about, in one line and as facts.
import type { ReactNode } from 'react'
import { useTerm } from '../language/term.ts'
import { CountryName, Day, Mono, PersonName } from '../pieces/index.ts'
import type { CheckSubject } from './overall.ts'

export const kindOf = (subject: CheckSubject) =>
  (['person', 'document', 'vehicle', 'firearm', 'identifier'] as const).find((kind) => subject[kind] !== undefined) ?? 'person'

type Name = NonNullable<CheckSubject['person']>['names'][number]
export const wholeName = (name: Name): string => name.text ?? [name.given, name.family].filter(Boolean).join(' ')

/** The name or number of a subject as text. */
export function titleOf({ person, document, vehicle, firearm, identifier }: CheckSubject): string {
  if (person) return person.names[0] ? wholeName(person.names[0]) : ''
  return document?.number ?? vehicle?.plate ?? vehicle?.vin ?? firearm?.serial ?? identifier?.value ?? ''
}

/** A person before the papers. */
export const personFirst = (subjects: readonly CheckSubject[]): CheckSubject[] =>
  subjects.toSorted((a, b) => Number(!a.person) - Number(!b.person))

/** Name or number, with what else was stated of it. */
export function SubjectLine({ subject }: { subject: CheckSubject }) {
  const { term } = useTerm()
  const { person, document, vehicle, firearm, identifier } = subject
  const title = titleOf(subject)
  const more: ReactNode[] = person
    ? [
        person.birth_date && <Day key="b" day={person.birth_date} />,
        person.sex && term('sex', person.sex),
        person.nationality && <CountryName key="n" code={person.nationality} />,
      ]
    : [
        document?.type && term('document-kind', document.type),
        document?.issuer && <CountryName key="i" code={document.issuer} />,
        vehicle?.country && <CountryName key="c" code={vehicle.country} />,
        firearm?.make,
        identifier && term('identifier-kind', identifier.kind),
      ]
  return (
    <span>
      {person ? <PersonName name={title} strong /> : <Mono>{title}</Mono>}
      {more.filter(Boolean).map((part, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line
        <span key={i}> · {part}</span>
      ))}
    </span>
  )
}

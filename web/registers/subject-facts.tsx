// What a record is about, fact by fact.
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../api/client.ts'
import { useTerm } from '../language/term.ts'
import { CountryName, Day, Facts, Mono, PersonName } from '../pieces/index.ts'
import { useFieldName } from './places.tsx'
import style from './registers.module.css'

export type Subject = Output<'registers.read-one'>['subject']
type Name = NonNullable<Subject['person']>['names'][number]

export const wholeName = (name: Name): string => name.text ?? [name.given, name.family].filter(Boolean).join(' ')

/** The name or number by which people know a record. */
export function titleOf({ person, document, vehicle, firearm, identifier }: Subject): string {
  if (person) return wholeName(person.names.find(({ kind }) => kind === 'main') ?? person.names[0]!)
  return document?.number ?? vehicle?.plate ?? vehicle?.vin ?? firearm?.serial ?? identifier?.value ?? ''
}

export function SubjectFacts({ subject }: { subject: Subject }) {
  const { t } = useTranslation('registers')
  const { term } = useTerm()
  const name = useFieldName()
  const { person, document, vehicle, firearm, identifier } = subject
  const machine = (value: string | undefined) => value && <Mono breaks>{value}</Mono>
  const country = (code: string | undefined) => code && <CountryName code={code} />
  const plain = (value: string | undefined) => value && <bdi dir="auto">{value}</bdi>
  const items: [string, ReactNode][] = person
    ? [
        [
          name('names'),
          <ul key="names" className={style.plain}>
            {person.names.map((one, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the names of one record
              <li key={i}>
                <PersonName name={wholeName(one)} strong={one.kind === 'main' || person.names.length === 1} />
                {one.kind && one.kind !== 'main' && <span className={style.quiet}> · {t(`choice.kind.${one.kind}`)}</span>}
              </li>
            ))}
          </ul>,
        ],
        [name('birth_date'), person.birth_date && <Day day={person.birth_date} />],
        [name('sex'), person.sex && term('sex', person.sex)],
        [
          name('nationalities'),
          person.nationalities &&
            person.nationalities.length > 0 &&
            person.nationalities.map((code, i) => (
              <span key={code}>
                {i > 0 && ' · '}
                <CountryName code={code} />
              </span>
            )),
        ],
        [name('birth_place'), plain(person.birth_place)],
        [name('birth_country'), country(person.birth_country)],
        [
          name('documents'),
          person.documents && person.documents.length > 0 && (
            <ul className={style.plain}>
              {person.documents.map((one) => (
                <li key={one.number}>
                  <Mono>{one.number}</Mono>
                  {one.type && <> · {term('document-kind', one.type)}</>}
                  {one.issuer && (
                    <>
                      {' · '}
                      <CountryName code={one.issuer} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          ),
        ],
        [
          name('description'),
          person.description && (
            <bdi lang={person.description.language} dir="auto">
              {person.description.text}
            </bdi>
          ),
        ],
      ]
    : document
      ? [
          [name('number'), machine(document.number)],
          [name('document_status'), <strong key="s">{term('document-status', document.document_status)}</strong>],
          [name('type'), term('document-kind', document.type)],
          [name('issuer'), country(document.issuer)],
          [name('holder'), document.holder && <PersonName name={wholeName(document.holder.name)} />],
          [name('holder_birth_date'), document.holder?.birth_date && <Day day={document.holder.birth_date} />],
        ]
      : vehicle
        ? [
            [name('plate'), machine(vehicle.plate)],
            [name('country'), country(vehicle.country)],
            [name('vin'), machine(vehicle.vin)],
            [name('make'), plain(vehicle.make)],
            [name('model'), plain(vehicle.model)],
            [name('colour'), plain(vehicle.colour)],
          ]
        : firearm
          ? [
              [name('category'), t(`choice.category.${firearm.category}`)],
              [name('serial'), machine(firearm.serial)],
              [name('make'), plain(firearm.make)],
              [name('model'), plain(firearm.model)],
              [name('calibre'), plain(firearm.calibre)],
            ]
          : [
              [name('kind'), identifier && term('identifier-kind', identifier.kind)],
              [name('value'), machine(identifier?.value)],
              [name('country'), country(identifier?.country)],
              [name('holder'), plain(identifier?.holder)],
            ]
  return <Facts items={items} />
}

// What the node says of teams and of what they work with, by short names.
import type { Input, Output } from '../api/client.ts'

export type Team = Output<'operations.read-space'>
export type Brief = Output<'operations.find-spaces'>['spaces'][number]
export type Clause = Team['clauses'][number]
export type ClauseId = Clause['id']
export type ClauseValue = Clause['value']
export type Agreement = Team['agreements'][number]
export type Party = Team['parties'][number]
export type Thing = Output<'operations.find-things'>['things'][number]
export type Value = Thing['fields'][string]['value']
export type Fields = Input<'operations.put-things'>['things'][number]['set']
export type KindName = Input<'operations.put-things'>['things'][number]['kind']
export type Board = Output<'operations.read-board'>
export type Talk = Output<'operations.read-conversation'>
export type Said = Talk['messages'][number]
export type Figures = Output<'operations.read-figures'>
export type Words = { text: string; language: 'en' | 'fr' | 'ar' | 'es' }

// What the node says of forums and of what stands in them, by short names.
import type { Input, Output } from '../api/client.ts'

export type ForumData = Output<'strategy.read-forum'>
export type Brief = Output<'strategy.find-forums'>['forums'][number]
export type Thing = Output<'strategy.find-things'>['things'][number]
export type Draft = Output<'strategy.find-drafts'>['drafts'][number]
export type KindName = Input<'strategy.put-thing'>['kind']
export type Fields = Input<'strategy.put-thing'>['set']
export type PlanBrief = Output<'strategy.find-plans'>['plans'][number]
export type TotalLine = Output<'strategy.find-plans'>['totals'][number]
export type Plan = Output<'strategy.read-plan'>
export type Standing = Plan['standings'][number]

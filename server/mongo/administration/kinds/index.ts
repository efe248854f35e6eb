/** Kinds of collections beside the plain one: views, clustered collections and time series. */
import { TYPE } from '../../bson/bson-type.ts'
import type { Reply } from '../../bson/encode.ts'
import type { Call } from '../../command.ts'
import type { Kinds } from '../../part.ts'
import type { Wait } from '../../wait.ts'
import { noteSessions } from '../sessions.ts'
import { createKind } from './create-kind.ts'
import { describeView } from './define-view.ts'
import { onView } from './on-view.ts'
import { checksOfTimeSeries } from './use-time-series.ts'
import { resolveView, viewsOf } from './view.ts'

/** What the core asks for. */
export const kinds: Kinds = {
  answer,
  resolve: resolveView,
  list: (store, database) => Array.from(viewsOf(store, database), describeView),
}

function answer(call: Call): Reply | Wait | undefined {
  noteSessions(call)
  if (call.name === 'create') return createKind(call)
  checkTimeSeries(call)
  return onView(call)
}

function checkTimeSeries(call: Call): void {
  const check = Object.hasOwn(checksOfTimeSeries, call.name) ? checksOfTimeSeries[call.name] : undefined
  const target = call.body.fields[0]!.value
  if (!check || target.type !== TYPE.string) return
  const kind = call.services.store.find(`${call.database}.${target.text}`)?.options.kind
  if (kind?.type === 'timeseries') check(call, kind.meta)
}

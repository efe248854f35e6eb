/** What the conformance suite leaves out, and why. */

/** Scenarios, as `system/name`, that JavaScript itself makes impossible. */
export const EXCLUDED: Readonly<Record<string, string>> = {
  'tornado-6.2/native_coroutine_is_lazy': 'an async function of JavaScript begins at once when it is called',
  'tornado-6.2/cancel_native_task': 'nothing can be thrown from outside into an async function of JavaScript',
}

/** Scenarios in which time plays a part: only virtual time repeats them exactly. */
export const NOT_ON_NODE: Readonly<Record<string, string>> = {
  'gevent-22.10.2/sleep_interleaves':
    'takes 100 sleeps to be over within 150 ms, on a machine that others use too',
  'motor-0.1/parallel_ops_use_two_sockets':
    'takes five operations of 100 ms to be over within 350 ms, on a machine that others use too',
  'motor-0.1/tail_empty_collection_retries':
    'takes a retry after 500 ms to be over within 900 ms, on a machine that others use too',
}

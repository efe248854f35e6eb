/** What a demo looks like on its slide: draws a session, and passes what a person does to it. */
import type { LaneKind, TraceEvent } from '../../server/kernel/events.ts'
import { CodePane } from '../editor/code-pane.ts'
import type { Problem } from '../editor/code-rows.ts'
import { isShown, splitRegion } from '../editor/region.ts'
import { button, element } from '../element.ts'
import { isReachable } from './address.ts'
import { ClaimsList, claimsOf, endsWell, failsAsPromised, judge } from './claims-list.ts'
import { Controls } from './controls.ts'
import { Output } from './output.ts'
import { preparedCode } from './prepared-code.ts'
import { problemOf } from './problem.ts'
import { RecordedLog } from './recorded-log.ts'
import type { RunRecord, Session, SessionListener } from './session.ts'
import { StyleTabs } from './tabs.ts'
import { addToTally, EMPTY_TALLY, type Tally, tallySentence } from './tally.ts'
import { TimeLineSlot } from './time-line-slot.ts'
import { WideToggle } from './wide-toggle.ts'

/** A longer count doesn't fit above the picture at its full size, characters. */
const LONG_TALLY = 42

/** How a demo stands on its slide. */
export interface DemoViewOptions {
  /** Whether the code can become an editor. */
  editable: boolean
  /** Which lanes its timeline shows; default all. */
  lanes: readonly LaneKind[] | undefined
}

/** Makes ids in the page unique: the same demo may stand on several slides. */
let views = 0

export class DemoView implements SessionListener {
  readonly root = element('div', { class: 'demo', 'data-state': 'idle' })
  readonly #session: Session
  readonly #tabs: StyleTabs
  readonly #code: CodePane
  readonly #controls: Controls
  readonly #claims = new ClaimsList()
  readonly #output = new Output()
  readonly #recorded: RecordedLog | undefined
  readonly #timeLine: TimeLineSlot
  readonly #tally = element('p', { class: 'tally', role: 'status', 'data-test': 'tally' })
  readonly #problem = element('p', { class: 'problem', role: 'alert', 'data-test': 'problem' })
  readonly #wide: WideToggle
  readonly #verdict: HTMLElement
  readonly #whole: HTMLButtonElement
  #counted: Tally = EMPTY_TALLY
  #drawn: RunRecord | undefined
  readonly #unlisten: () => void

  constructor(session: Session, { editable, lanes }: DemoViewOptions) {
    const id = `demo-${++views}`
    this.#session = session
    this.#tabs = new StyleTabs(session, id)
    this.#controls = new Controls(session, id)
    this.#verdict = element('div', { class: 'verdict' }, this.#problem, this.#claims.root)
    this.#whole = button('Whole file', 'whole-file', () => this.#toggleWhole())
    this.#code = new CodePane({
      id,
      editable,
      prepared: (program) => this.#prepared(program),
      typed: (program) => session.write(program),
      run: () => session.start(),
      left: () => this.#controls.run.focus(),
    })
    this.#timeLine = new TimeLineSlot({
      lanes,
      stand: (standings, selected) => this.#code.stand(standings, selected),
      widen: () => this.#wide.toggle(),
    })
    this.#recorded = recordedLog(session, `${id}-recorded`)
    this.#wide = new WideToggle({
      root: this.root,
      get: () => session.isWide,
      set: (wide) => {
        session.isWide = wide
      },
    })
    this.#compose()
    this.#unlisten = session.listen(this)
    this.changed()
    void this.#timeLine.open().then(() => {
      if (this.#drawn) this.#timeLine.replay(this.#drawn, session.demo.moment)
    })
  }

  changed(): void {
    const { name, settings, text } = this.#session
    this.#tabs.draw()
    this.#controls.draw()
    this.#code.show({ name: `${name}/${settings.style}.ts`, text })
    this.#whole.hidden = !this.#code.hasMore
    // For whoever tells what answers the program: the footer.
    if (settings.runtime) this.root.setAttribute('data-runtime', settings.runtime)
    this.#drawRecorded()
    this.#drawRecord()
    this.#drawClaims()
  }

  began(record: RunRecord): void {
    this.#drawn = record
    this.#clear()
    this.#timeLine.begin(record, this.#session.demo.moment)
    this.#controls.draw()
    this.#drawClaims()
    this.root.setAttribute('data-state', 'running')
  }

  happened(events: TraceEvent[]): void {
    this.#timeLine.add(events)
    this.#tell(events)
    if (events.some(isReachable)) this.#controls.draw()
  }

  ended(record: RunRecord): void {
    this.#timeLine.finish()
    this.#drawProblem(problemOf(record.events, record.request.style))
    this.#controls.draw()
    this.#drawClaims()
    this.root.setAttribute('data-state', 'ended')
  }

  dispose(): void {
    this.#unlisten()
    this.#wide.close()
    this.#code.dispose()
  }

  /** Focus anywhere in the demo: Ctrl/Cmd + Enter runs it. */
  #runKey(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return
    event.preventDefault()
    this.#session.start()
  }

  #compose(): void {
    this.root.append(
      element('div', { class: 'code-head' }, this.#tabs.root, this.#whole),
      element('div', { class: 'code-box' }, this.#code.root),
      this.#controls.root,
      this.#verdict,
      element('div', { class: 'headline' }, this.#tally, this.#wide.root),
      element(
        'div',
        { class: 'picture-box' },
        this.#timeLine.root,
        this.#output.root,
        ...(this.#recorded ? [this.#recorded.root] : []),
      ),
    )
    this.root.addEventListener('keydown', (event) => this.#runKey(event))
  }

  /** Only the shipped text was highlighted at build; of an edited program the region may still be the same. */
  #prepared(program: string): string | undefined {
    const { name, shipped, settings } = this.#session
    const same = splitRegion(program).shown === splitRegion(shipped).shown
    return same ? preparedCode(name, settings.style) : undefined
  }

  #toggleWhole(): void {
    this.#code.isWhole = !this.#code.isWhole
    this.#whole.setAttribute('aria-pressed', String(this.#code.isWhole))
  }

  /** A program that an edit has mended is no longer like the one that was recorded. */
  #drawRecorded(): void {
    if (!this.#recorded) return
    const { demo, settings, appliedEdit } = this.#session
    const style = demo.recorded?.style ?? settings.style
    this.#recorded.root.hidden = style !== settings.style || appliedEdit !== undefined
  }

  /** After a change of tab, or a reset: shows the run that belongs to what is shown now. */
  #drawRecord(): void {
    const { record, demo } = this.#session
    if (record === this.#drawn) return
    this.#drawn = record
    this.#clear()
    this.#timeLine.clear()
    this.root.setAttribute('data-state', record ? (record.ended ? 'ended' : 'running') : 'idle')
    if (!record) return
    this.#timeLine.replay(record, demo.moment)
    this.#tell(record.events)
    if (record.ended) this.#drawProblem(problemOf(record.events, record.request.style))
  }

  #clear(): void {
    this.#output.clear()
    this.#code.stand([], undefined)
    this.#drawProblem(undefined)
    this.#counted = EMPTY_TALLY
    this.#tally.textContent = ''
  }

  #tell(events: TraceEvent[]): void {
    this.#output.add(events)
    this.#counted = addToTally(this.#counted, events)
    const sentence = tallySentence(this.#counted)
    if (this.#tally.textContent === sentence) return
    this.#tally.textContent = sentence
    this.#tally.classList.toggle('is-long', sentence.length > LONG_TALLY)
  }

  #drawClaims(): void {
    this.#claims.draw(judge(claimsOf(this.#session), this.#session.judged))
    this.#reachVerdict()
  }

  #drawProblem(found: Problem | undefined): void {
    const isPromised = failsAsPromised(this.#session)
    const problem = isPromised || !endsWell(this.#session) ? found : undefined
    this.#code.mark(problem)
    const region = splitRegion(this.#session.text)
    const hidden =
      problem && !isShown(region, problem.line) && !this.#code.isWhole ? ' (in the whole file)' : ''
    const where = problem && problem.line > 0 ? `Line ${problem.line}${hidden}: ` : ''
    this.#problem.textContent = problem && !isPromised ? where + problem.message : ''
    this.#reachVerdict()
  }

  /** What has to be scrolled has to be reached by keys too. */
  #reachVerdict(): void {
    const isLong = this.#verdict.scrollHeight > this.#verdict.clientHeight
    if (isLong) this.#verdict.tabIndex = 0
    else this.#verdict.removeAttribute('tabindex')
  }
}

/** Nothing for a demo whose original wasn't recorded. */
function recordedLog(session: Session, id: string): RecordedLog | undefined {
  const { recorded } = session.demo
  if (!recorded) return undefined
  return new RecordedLog({
    recorded,
    id,
    get: () => session.showsOriginal,
    set: (open) => {
      session.showsOriginal = open
    },
  })
}

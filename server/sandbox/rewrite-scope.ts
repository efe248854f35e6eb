/** What the rewriter knows while it goes down a tree: the job as a whole, and the function it is in. */
import type { AnyNode, Node } from 'acorn'
import type { RewrittenText } from './rewrite-text.ts'
import type { Tokens } from './rewrite-tokens.ts'

/** One module being rewritten. */
export interface Job {
  readonly file: string
  readonly text: RewrittenText
  readonly tokens: Tokens
  /** Names of functions that are declared and of everything else that is, anywhere in the module. */
  readonly functions: ReadonlySet<string>
  readonly otherNames: ReadonlySet<string>
  /** Object literals whose methods JavaScript itself calls, with what they are. */
  readonly engineObjects: Map<Node, string>
  /** How many loops have been given a variable. */
  loops: number
  /** Whether some optional chain needs the variable of the module. */
  usesChain: boolean
  visit(node: AnyNode, scope: Scope, parent?: AnyNode): void
  visitChildren(node: AnyNode, scope: Scope): void
}

/** The function, or the place outside any function, in which a node stands. */
export interface Scope {
  /** Whether a call here may wait: the function is a frame. */
  waits: boolean
  /** If not: what this is, for the message. */
  place: string
  /** How `this` is written here. */
  self: 'this' | '$this'
  /** Whether `$this` is declared and holds this function's `this`. */
  lends: boolean
  /** Whether an arrow function that became a frame stands between here and the nearest `arguments` and `super`. */
  inFrameArrow: boolean
  /** Private methods that are frames, of all classes around. */
  privateFrames: ReadonlySet<string>
}

/** The scope of code that can't wait, inside another. */
export function synchronous(scope: Scope, place: string): Scope {
  return { ...scope, waits: false, place }
}

/** The scope of code that has a `this` of its own but isn't a frame: a field, a static block. */
export function ownThis(scope: Scope, place: string): Scope {
  return { ...scope, waits: false, place, self: 'this', lends: false, inFrameArrow: false }
}

/**
 * TypeScript in, JavaScript out: what only the type checker needs is overwritten with spaces, so that every
 * line and column of the program stays where its author sees it.
 */
import { BlankedText } from './blanked-text.ts'
import { errorAt } from './syntax.ts'
import { parseTypeScript, partsOf, type TypeScriptNode } from './typescript-tree.ts'

/** The program without its types, as long as before; a CompileError where TypeScript asks for code to be made. */
export function blankTypes(source: string, file: string): string {
  const text = new BlankedText(source)
  const program = parseTypeScript(source, file, (start, end) => text.ignoreComment(start, end))
  blankNode(program, { text, file })
  return text.toString()
}

interface Context {
  text: BlankedText
  file: string
}

/** Blanks one kind of node; answers whether its children are still to be visited. */
type Rule = (node: TypeScriptNode, context: Context) => boolean

function blankNode(node: TypeScriptNode, context: Context): void {
  refuseDecorators(node, context.file)
  const rule = RULES[node.type] ?? (node.type.startsWith('TS') ? blankWhole : undefined)
  if (rule && !rule(node, context)) return
  for (const part of partsOf(node)) blankNode(part, context)
}

function refuseDecorators(node: TypeScriptNode, file: string): void {
  const first = node.decorators?.[0]
  if (first)
    throw errorAt(
      first,
      file,
      'decorators are not supported',
      'wrap the function instead: get = asynchronous(get)',
    )
}

const blankWhole: Rule = (node, { text }) => {
  text.blank(node.start, node.end)
  return false
}

/** A blanked statement leaves a semicolon, or the lines around it could grow together. */
const blankStatement: Rule = (node, { text }) => {
  text.blankWithSemicolon(node.start, node.end)
  return false
}

function refuse(message: string, hint: string): Rule {
  return (node, context) => {
    if (node.declare === true) return blankStatement(node, context)
    throw errorAt(node, context.file, message, hint)
  }
}

const cast: Rule = (node, { text }) => {
  const expression = node.expression!
  text.blank(text.find(/\b(as|satisfies)\b/g, expression.end, node.end), node.end)
  return true
}

const angleCast: Rule = (node, { text, file }) => {
  const expression = node.expression!
  const close = text.find(/>/g, node.typeAnnotation!.end, expression.start) + 1
  if (text.spansLines(node.start, close))
    throw errorAt(node, file, 'this type assertion spans lines', 'write `value as Type`')
  text.blank(node.start, close)
  return true
}

const importOrExport: Rule = (node, context) => {
  const declaration = node.declaration
  const onlyTypes = node.importKind === 'type' || node.exportKind === 'type' || isTypeOnly(declaration)
  return onlyTypes && !isRefused(declaration) ? blankStatement(node, context) : true
}

function isTypeOnly(declaration: TypeScriptNode | null | undefined): boolean {
  if (!declaration) return false
  return declaration.declare === true || /^TS(Interface|TypeAlias|DeclareFunction)/.test(declaration.type)
}

function isRefused(declaration: TypeScriptNode | null | undefined): boolean {
  return declaration?.declare !== true && /^TS(Enum|Module)/.test(declaration?.type ?? '')
}

const specifier: Rule = (node, { text }) => {
  if (node.importKind !== 'type' && node.exportKind !== 'type') return true
  text.blank(node.start, text.afterComma(node.end))
  return false
}

const declarationOrClass: Rule = (node, context) => {
  if (node.declare === true) return blankStatement(node, context)
  const { text } = context
  if (node.abstract === true) text.blankWords(/\babstract\b/g, node.start, node.body!.start, 1)
  const first = node.implements?.[0]
  if (first) {
    text.blank(text.findBackwards('implements', first.start), node.body!.start)
    // Their names are expressions to the parser; they are gone already.
    node.implements = []
  }
  return true
}

const binding: Rule = (node, { text }) => {
  const annotation = node.typeAnnotation
  if (node.optional === true && annotation)
    text.blank(text.findBackwards('?', annotation.start), annotation.start)
  else if (node.optional === true) text.blankOptionalMark(node.start, node.end)
  return true
}

const declarator: Rule = (node, { text }) => {
  const id = node.id!
  if (node.definite === true) text.blankWords(/!/g, id.start, id.end, 1)
  return true
}

const member: Rule = (node, context) => {
  const { text, file } = context
  const value = node.value
  const hasNoCode = node.declare === true || (node.type === 'MethodDefinition' && !value?.body)
  if (hasNoCode || node.abstract === true) return blankStatement(node, context)
  if (node.accessor === true)
    throw errorAt(node, file, '`accessor` fields are not supported', 'declare the field')
  const key = node.key!
  text.blankModifiers(node.start, key.start)
  const annotation = node.typeAnnotation
  if (node.optional === true || node.definite === true) text.blankMark(key.end)
  if (annotation && !value) {
    text.blankWithSemicolon(annotation.start, annotation.end)
    node.typeAnnotation = undefined
  }
  return true
}

const functionWithTypes: Rule = (node, { text }) => {
  const params = node.params ?? []
  const [first, second] = params
  if (first?.type === 'Identifier' && first.name === 'this') {
    text.blank(first.start, second?.start ?? text.afterComma(first.end))
    node.params = params.slice(1)
  }
  if (node.type === 'ArrowFunctionExpression') keepArrowOnItsLine(node, text)
  return true
}

/** No line may end between `)` and `=>`, nor between `async` and `(`: a type that spans lines would leave such an end. */
function keepArrowOnItsLine(node: TypeScriptNode, text: BlankedText): void {
  const returned = node.returnType
  if (returned && text.spansLines(returned.start, returned.end)) {
    const paren = text.findBackwards(')', returned.start)
    text.blank(paren, returned.end)
    text.put(returned.end - 1, ')')
    node.returnType = undefined
  }
  const generics = node.typeParameters
  if (generics && node.async === true && text.spansLines(generics.start, generics.end)) {
    text.blank(generics.start, text.find(/\(/g, generics.end, node.end) + 1)
    text.put(generics.start, '(')
    node.typeParameters = undefined
  }
}

/** A statement that ended in a cast would go on in the next line, now that the cast is gone. */
const statement: Rule = (node, context) => {
  for (const part of partsOf(node)) blankNode(part, context)
  context.text.endStatement(node.start, node.end)
  return false
}

/** What a loop declares in its head is no statement of its own. */
const loop: Rule = (node) => {
  const head = node.init ?? node.left
  if (head?.type === 'VariableDeclaration') node[node.init ? 'init' : 'left'] = { ...head, type: 'LoopHead' }
  return true
}

const field: Rule = (node, context) => member(node, context) && statement(node, context)
const variables: Rule = (node, context) => declarationOrClass(node, context) && statement(node, context)
const exportDefault: Rule = (node, context) => importOrExport(node, context) && statement(node, context)

const RULES: Record<string, Rule | undefined> = {
  TSInterfaceDeclaration: blankStatement,
  TSTypeAliasDeclaration: blankStatement,
  TSDeclareFunction: blankStatement,
  TSIndexSignature: blankStatement,
  TSAbstractMethodDefinition: blankStatement,
  TSAbstractPropertyDefinition: blankStatement,
  TSAsExpression: cast,
  TSSatisfiesExpression: cast,
  TSTypeAssertion: angleCast,
  TSNonNullExpression: (node, { text }) => {
    text.blank(node.end - 1, node.end)
    return true
  },
  TSInstantiationExpression: () => true,
  TSEnumDeclaration: refuse(
    'enum is not supported: it is not erasable',
    "use a union of literals: type Color = 'red' | 'blue'",
  ),
  TSModuleDeclaration: refuse(
    'namespace is not supported: it is not erasable',
    'use a module: a file of its own',
  ),
  TSImportEqualsDeclaration: refuse('import = is not supported', "write import { name } from './file.ts'"),
  TSExportAssignment: refuse('export = is not supported', 'write export default'),
  TSNamespaceExportDeclaration: refuse('export as namespace is not supported', 'write export'),
  TSParameterProperty: refuse(
    'a parameter property is not supported: it is not erasable',
    'declare the field and assign it',
  ),
  ImportDeclaration: importOrExport,
  ExportNamedDeclaration: importOrExport,
  ExportAllDeclaration: importOrExport,
  ExportDefaultDeclaration: exportDefault,
  ImportSpecifier: specifier,
  ExportSpecifier: specifier,
  VariableDeclaration: variables,
  VariableDeclarator: declarator,
  ClassDeclaration: declarationOrClass,
  ClassExpression: declarationOrClass,
  MethodDefinition: member,
  PropertyDefinition: field,
  AccessorProperty: refuse('`accessor` fields are not supported', 'declare the field'),
  Identifier: binding,
  ObjectPattern: binding,
  ArrayPattern: binding,
  FunctionDeclaration: functionWithTypes,
  FunctionExpression: functionWithTypes,
  ArrowFunctionExpression: functionWithTypes,
  ExpressionStatement: statement,
  ForStatement: loop,
  ForInStatement: loop,
  ForOfStatement: loop,
  ReturnStatement: statement,
  ThrowStatement: statement,
}

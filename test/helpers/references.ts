// What one source file refers to, from its syntax tree: comments and strings can neither hide nor fake a reference.
import { parseSync, Visitor } from 'rolldown/utils';

interface References {
  /** Specifiers of every import and re-export, types included; null for one whose name is computed. */
  imports: (string | null)[];
  /** Names that stand alone, names of properties, and `a.b` for a property of something named. */
  words: string[];
}

/** @throws Error when the text does not parse. */
export function references(path: string, text: string): References {
  const { program, module, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  const imports: (string | null)[] = [
    ...module.staticImports.map((i) => i.moduleRequest.value),
    ...module.staticExports.flatMap((e) => e.entries.flatMap((entry) => entry.moduleRequest?.value ?? [])),
  ];
  const words = new Set<string>();
  new Visitor({
    ImportExpression: ({ source }) => void imports.push(literal(source)),
    TSImportType: ({ source }) => void imports.push(literal(source)),
    CallExpression({ callee, arguments: [first] }) {
      // Another way to import a builtin module.
      if (lastName(callee) === 'getBuiltinModule') imports.push(first ? literal(first) : null);
    },
    Identifier: ({ name }) => void words.add(name),
    MemberExpression(node) {
      const name = lastName(node);
      if (name === null) return;
      words.add(name);
      words.add(`${lastName(node.object)}.${name}`);
    },
    Property({ key }) {
      const name = literal(key);
      if (name !== null) words.add(name);
    },
    VariableDeclarator({ id, init }) {
      if (id.type !== 'ObjectPattern' || !init) return;
      for (const property of id.properties) {
        if (property.type !== 'Property') continue;
        words.add(`${lastName(init)}.${property.computed ? literal(property.key) : lastName(property.key)}`);
      }
    },
  }).visit(program);
  return { imports: [...new Set(imports)], words: [...words] };
}

/** The shape that all nodes used here share; the parser's own types are a union of two hundred. */
interface AnyNode {
  type: string;
  name?: unknown;
  value?: unknown;
  computed?: boolean;
  property?: AnyNode;
  quasis?: { value: { cooked: string | null } }[];
}

/** `c` for `c`, `a.b.c` and `a['c']`; null for what has no name. */
function lastName(node: AnyNode): string | null {
  if (node.type === 'MemberExpression' && node.property) {
    return node.computed ? literal(node.property) : lastName(node.property);
  }
  return typeof node.name === 'string' ? node.name : literal(node);
}

function literal(node: AnyNode): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.quasis?.length === 1) {
    return node.quasis[0]?.value.cooked ?? null;
  }
  return null;
}

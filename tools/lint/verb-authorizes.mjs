import { isVerbFile, unwrap } from './ast.mjs';

/**
 * The first statement of every verb calls authorize(ctx, …). A verb that anyone may call says why, in a comment before or at the top
 * of its body: `// open to all: <reason>`.
 */
export const verbAuthorizes = {
  create(context) {
    if (!isVerbFile(context.filename)) return {};
    const declared = new Map();
    const exported = new Set();
    return {
      FunctionDeclaration: (node) => node.id && declared.set(node.id.name, node),
      VariableDeclarator: (node) =>
        node.id.type === 'Identifier' && isFunction(node.init) && declared.set(node.id.name, node.init),
      ExportNamedDeclaration(node) {
        for (const name of namesOf(node)) exported.add(name);
      },
      'Program:exit'() {
        for (const name of exported) {
          const verb = declared.get(name);
          if (!verb || startsWithAuthorize(verb) || isOpen(context.sourceCode, verb)) continue;
          context.report({
            node: verb,
            message: `The verb ${name} must begin with authorize(ctx, …), or say "// open to all: <reason>".`,
          });
        }
      },
    };
  },
};

const isFunction = (node) => node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';

function namesOf(node) {
  const names = (node.specifiers ?? []).map((one) => one.local.name);
  if (node.declaration?.type === 'FunctionDeclaration') names.push(node.declaration.id.name);
  if (node.declaration?.type === 'VariableDeclaration')
    names.push(...node.declaration.declarations.map((one) => one.id.name));
  return names;
}

function startsWithAuthorize(verb) {
  const first = verb.body.type === 'BlockStatement' ? verb.body.body[0] : null;
  const call = first?.type === 'ExpressionStatement' ? unwrap(first.expression) : null;
  return call?.type === 'CallExpression' && call.callee.name === 'authorize';
}

/** The comment stands between the statement before the verb and the verb's first statement. */
function isOpen(sourceCode, verb) {
  const text = sourceCode.text;
  const from = Math.max(text.lastIndexOf('\n\n', verb.range[0]), text.lastIndexOf('}\n', verb.range[0]), 0);
  const body = verb.body.type === 'BlockStatement' ? verb.body.body : [];
  const to = body[0]?.range[0] ?? verb.range[1];
  return /\/\/ open to all: \S{2,}/.test(text.slice(from, to));
}

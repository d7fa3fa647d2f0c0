/** Editors show a text for all that the package exports, and for its members. */
import { relative } from 'node:path';
import { expect, it } from 'vitest';

const DOORS = ['src/index.ts', 'src/http/index.ts', 'src/http/fetch.ts'];

/** Members whose names say all: the name of a class, the methods of the client for Redis, formats. */
const PLAIN = /^(NoirError\.name|RedisClient\.\w+|FormatOptions\.\w+)$/;

it('documents every export and its members', async () => {
  const { default: ts } = await import('typescript-5');
  const { ModuleKind, ModuleResolutionKind, ScriptTarget, SymbolFlags } = ts;
  const modules = { module: ModuleKind.NodeNext, moduleResolution: ModuleResolutionKind.NodeNext };
  const program = ts.createProgram(DOORS, {
    ...modules,
    ...{ target: ScriptTarget.ESNext, allowImportingTsExtensions: true, noEmit: true, types: ['node'] },
  });
  const checker = program.getTypeChecker();
  const bare: string[] = [];
  for (const door of DOORS) {
    const source = program.getSourceFile(door);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`${door} exports nothing`);
    for (const exported of checker.getExportsOfModule(module)) {
      const isAlias = (exported.flags & SymbolFlags.Alias) !== 0;
      const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
      const [declaration] = symbol.declarations ?? [];
      if (!declaration) continue;
      const file = relative('.', declaration.getSourceFile().fileName);
      const isBare = (one: typeof symbol) => one.getDocumentationComment(checker).length === 0;
      if (isBare(symbol)) bare.push(`${exported.name} in ${file}`);
      if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) continue;
      for (const { name } of declaration.members) {
        const member = name && !ts.isPrivateIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
        const spoken = `${exported.name}.${member?.name}`;
        if (member && isBare(member) && !PLAIN.test(spoken)) bare.push(`${spoken} in ${file}`);
      }
    }
  }
  expect([...new Set(bare)]).toEqual([]);
}, 60_000);

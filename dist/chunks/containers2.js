import { t as Budget } from "./budget2.js";
import { n as containerKind } from "./kind.js";
import { t as openContainer } from "./open.js";
// src/archive/containers.ts
const containers = {
	kindOf: containerKind,
	newBudget: () => new Budget(),
	open: (kind, input, budget) => openContainer(kind, input, budget)
};
export { containers as t };

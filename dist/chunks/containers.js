const require_rolldown_runtime = require("./rolldown-runtime.js");
const require_budget = require("./budget.js");
const require_hook_quick = require("./hook-quick.js");
const require_open = require("./open.js");
// src/archive/containers.ts
var containers_exports = require_rolldown_runtime.__exportAll({ containers: () => containers });
const containers = {
	kindOf: require_hook_quick.containerKind,
	newBudget: () => new require_budget.Budget(),
	open: (kind, input, budget) => require_open.openContainer(kind, input, budget)
};
Object.defineProperty(exports, "containers", {
	enumerable: true,
	get: function() {
		return containers;
	}
});
Object.defineProperty(exports, "containers_exports", {
	enumerable: true,
	get: function() {
		return containers_exports;
	}
});

// src/archive/budget.ts
var budget_exports = require("./rolldown-runtime.js").__exportAll({
	Budget: () => Budget,
	Gap: () => Gap,
	damaged: () => damaged,
	defaultLimits: () => defaultLimits,
	truncated: () => truncated
});
const defaultLimits = {
	floor: 64 * 2 ** 20,
	ratio: 1e3,
	large: 2 ** 30,
	largeRatio: 100,
	entries: 1e6,
	depth: 8,
	held: 256 * 2 ** 20
};
var Gap = class extends Error {
	name = "Gap";
	isDamage;
	constructor(why, isDamage = false) {
		super(why);
		this.isDamage = isDamage;
	}
};
function damaged(kind, how) {
	throw new Gap(`${kind} data damaged (${how}); read up to there`, true);
}
function truncated(kind) {
	throw new Gap(`${kind} data ends too early; read up to there`, true);
}
var Budget = class {
	#limits;
	#names = [];
	#gaps = new Map();
	#in = 0;
	#out = 0;
	#entries = 0;
	#held = 0;
	#spent = false;
	constructor(limits = {}) {
		this.#limits = {
			...defaultLimits,
			...limits
		};
	}
	get gaps() {
		return [...this.#gaps].map(([reason, { where, count, isDamage }]) => {
			let place = "";
			if (count === 1) place = where === "" ? "" : `${where}: `;
			else place = where === "" ? `${grouped(count)} times: ` : `${where} and ${grouped(count - 1)} more: `;
			return {
				why: place + reason,
				isDamage
			};
		});
	}
	get reasons() {
		return this.gaps.map(({ why }) => why);
	}
	get spent() {
		return this.#spent;
	}
	gap(why, isDamage = false) {
		const known = this.#gaps.get(why);
		if (known !== void 0) known.count++;
		else this.#gaps.set(why, {
			where: this.#names.filter(Boolean).join(" > "),
			count: 1,
			isDamage
		});
	}
	caught(error) {
		if (!(error instanceof Gap)) throw error;
		if (error.message !== "") this.gap(error.message, error.isDamage);
	}
	enter() {
		if (this.#names.length >= this.#limits.depth) {
			this.gap(`nested more than ${this.#limits.depth} deep; not opened`);
			return false;
		}
		this.#names.push("");
		return true;
	}
	leave() {
		this.#names.pop();
	}
	open(name) {
		this.#names[this.#names.length - 1] = name.length > 200 ? `${name.slice(0, 200)}…` : name;
		if (++this.#entries > this.#limits.entries) this.#stop(`holds more than ${grouped(this.#limits.entries)} entries; the rest was not read`);
	}
	close() {
		this.#names[this.#names.length - 1] = "";
	}
	get depth() {
		return this.#names.length;
	}
	read(bytes) {
		this.#in += bytes;
	}
	spend(bytes) {
		const { floor, ratio, large, largeRatio } = this.#limits;
		this.#out += bytes;
		const steep = Math.min(this.#in * ratio, large);
		if (this.#out <= Math.max(floor, steep, this.#in * largeRatio)) return;
		const times = grouped(this.#out > this.#in * ratio ? ratio : largeRatio);
		const stop = grouped(Math.floor(this.#out / 2 ** 20));
		this.#stop(`opens to more than ${times} times its size; stopped after ${stop} MiB`);
	}
	#stop(why) {
		if (!this.#spent) this.gap(why);
		this.#spent = true;
		throw new Gap("");
	}
	hold(bytes) {
		if (this.#held + bytes > this.#limits.held) throw new Gap(`a zip of more than ${grouped(this.#limits.held / 2 ** 20)} MiB inside of another; not opened`);
		this.#held += bytes;
	}
	release(bytes) {
		this.#held -= bytes;
	}
};
function grouped(n) {
	return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}
Object.defineProperty(exports, "Budget", {
	enumerable: true,
	get: function() {
		return Budget;
	}
});
Object.defineProperty(exports, "Gap", {
	enumerable: true,
	get: function() {
		return Gap;
	}
});
Object.defineProperty(exports, "budget_exports", {
	enumerable: true,
	get: function() {
		return budget_exports;
	}
});
Object.defineProperty(exports, "damaged", {
	enumerable: true,
	get: function() {
		return damaged;
	}
});
Object.defineProperty(exports, "truncated", {
	enumerable: true,
	get: function() {
		return truncated;
	}
});

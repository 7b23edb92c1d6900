// src/core/coverage.ts
var Coverage = class {
	files = 0;
	commits = 0;
	blobs = 0;
	objects = 0;
	lines = 0;
	bytes = 0;
	#allowDamaged;
	#missed = [];
	#leftOut = [];
	constructor(allowDamaged = false) {
		this.#allowDamaged = allowDamaged;
	}
	missed(what, why) {
		this.#missed.push({
			what,
			why
		});
	}
	leftOut(what, why) {
		this.#leftOut.push({
			what,
			why
		});
	}
	notOpened(what, { why, isDamage }) {
		if (!isDamage) this.missed(what, why);
		else if (this.#allowDamaged) this.leftOut(what, why);
		else this.missed(what, `${why}; with \`--allow-damaged\` that counts as read`);
	}
	add(other) {
		this.files += other.files;
		this.commits += other.commits;
		this.blobs += other.blobs;
		this.objects += other.objects;
		this.lines += other.lines;
		this.bytes += other.bytes;
		addNew(this.#missed, other.#missed);
		addNew(this.#leftOut, other.#leftOut);
	}
	get complete() {
		return this.#missed.length === 0;
	}
	get skipped() {
		return [...this.#missed, ...this.#leftOut];
	}
};
const mostAdded = 1e3;
function addNew(known, others) {
	for (const { what, why } of others) {
		if (known.length >= mostAdded) return;
		if (!known.some((each) => each.what === what && each.why === why)) known.push({
			what,
			why
		});
	}
}
Object.defineProperty(exports, "Coverage", {
	enumerable: true,
	get: function() {
		return Coverage;
	}
});

// src/io/signals.ts
async function untilStopped() {
	await new Promise((resolve) => {
		for (const signal of ["SIGTERM", "SIGINT"]) process.once(signal, () => resolve());
	});
}
Object.defineProperty(exports, "untilStopped", {
	enumerable: true,
	get: function() {
		return untilStopped;
	}
});

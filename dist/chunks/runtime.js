// src/core/runtime.ts
const systemClock = {
	now: () => Date.now(),
	sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
};
const silentLog = {
	debug: () => {},
	warn: () => {}
};
function timestamp(clock) {
	return new Date(clock.now()).toISOString();
}
export { systemClock as n, timestamp as r, silentLog as t };

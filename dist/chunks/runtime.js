// src/core/runtime.ts
const systemClock = {
	now: () => Date.now(),
	sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms))
};
const systemRepeat = (ms, work) => {
	const timer = setInterval(work, ms).unref();
	return () => clearInterval(timer);
};
const noProgress = { reached: () => {} };
const silentLog = {
	debug: () => {},
	warn: () => {}
};
function timestamp(clock) {
	return new Date(clock.now()).toISOString();
}
Object.defineProperty(exports, "noProgress", {
	enumerable: true,
	get: function() {
		return noProgress;
	}
});
Object.defineProperty(exports, "silentLog", {
	enumerable: true,
	get: function() {
		return silentLog;
	}
});
Object.defineProperty(exports, "systemClock", {
	enumerable: true,
	get: function() {
		return systemClock;
	}
});
Object.defineProperty(exports, "systemRepeat", {
	enumerable: true,
	get: function() {
		return systemRepeat;
	}
});
Object.defineProperty(exports, "timestamp", {
	enumerable: true,
	get: function() {
		return timestamp;
	}
});

export { t as Budget, n as Gap, r as damaged, i as defaultLimits, a as truncated } from "./budget2.js";

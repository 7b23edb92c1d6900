export { t as logSource } from "./log.js";

export { t as historySource } from "./history.js";

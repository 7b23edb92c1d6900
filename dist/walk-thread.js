export { t as makeThread, n as newWalk } from "./chunks/walk-thread.js";

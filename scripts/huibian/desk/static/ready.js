/* Runs after a screen's own script: until then a click would be lost, so the screen takes none. */

document.getElementById("main").removeAttribute("inert");

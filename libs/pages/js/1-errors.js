/* The error summary takes focus. */
document.querySelector("[data-errors]")?.focus();

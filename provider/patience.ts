/** How long a call may take in all, attempts included: an answer that drips is never silent. */
export const patienceSeconds = 300;

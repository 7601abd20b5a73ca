/** The button that opens the form for a full subject. */
export const OPEN_FORM = "screen-subject";
/** What its submission becomes: an action with the fields name, kind, dob, country and addresses. */
export const SUBMIT_FORM = "screen-form";

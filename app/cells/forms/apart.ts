/**
 * Props of a control that stands inside a Field without being the Field's own, such as a search box in its popover: it takes
 * neither its id nor its descriptions nor its mistakes.
 */
export const apartFromField = { 'id': undefined, 'aria-describedby': undefined, 'aria-invalid': undefined, 'aria-required': undefined } as const

"""The ground floor: who may. Knows users, roles and spaces; imports neither of the floors above."""

"""The app: promises of the Cartagena Declaration, what was found about each, and how it is shown."""

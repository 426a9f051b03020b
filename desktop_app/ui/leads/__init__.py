"""The parts of the Leads page: model, columns, row, header, client card."""

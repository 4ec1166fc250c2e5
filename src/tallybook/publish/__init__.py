"""What readers get: tables, charts, workbooks and reports."""

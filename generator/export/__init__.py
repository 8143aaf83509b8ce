"""Tables and files for programs: CSV, Parquet, workbooks, the interface, their descriptions and licences."""

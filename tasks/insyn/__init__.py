"""Looking, and changing nothing: status, traces, what-if, the export."""

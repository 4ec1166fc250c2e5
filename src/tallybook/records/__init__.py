"""Records: text to typed Parquet with quarantine and quality report; the store; coverage."""

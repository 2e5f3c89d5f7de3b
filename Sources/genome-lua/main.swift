print("genome-lua")

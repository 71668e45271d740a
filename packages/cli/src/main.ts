process.stdout.write("luthier\n")

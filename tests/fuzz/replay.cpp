// A fuzz target without libFuzzer: runs it on every file below the folders given.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size);

int main(int count, char **arguments) {
    int files = 0, failed = 0;
    for (int i = 1; i < count; ++i)
        for (auto const &entry : std::filesystem::recursive_directory_iterator(arguments[i])) {
            if (!entry.is_regular_file()) continue;
            std::ostringstream text;
            text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            auto const bytes = text.str();
            ++files;
            try {
                LLVMFuzzerTestOneInput(reinterpret_cast<unsigned char const *>(bytes.data()),
                                       bytes.size());
            } catch (std::exception const &error) {
                std::fprintf(stderr, "%s: %s\n", entry.path().c_str(), error.what());
                ++failed;
            }
        }
    std::printf("%d files, %d failed\n", files, failed);
    return files == 0 || failed > 0;
}

#include "cli/io.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace mandate::cli {

namespace fs = std::filesystem;

Result<std::string> RealFiles::read(std::string const &path) const {
    std::error_code error;
    if (!fs::exists(path, error)) return fail(Error::Kind::not_found, "there is no file " + path);
    if (fs::is_directory(path, error)) return fail(Error::Kind::unreadable, path + " is a folder");
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in || in.bad()) return fail(Error::Kind::unreadable, "cannot read " + path);
    return std::move(text).str();
}
Result<void> RealFiles::write(std::string const &path, std::string const &text) {
    std::error_code error;
    if (auto const folder = fs::path(path).parent_path(); !folder.empty())
        fs::create_directories(folder, error);
    auto const failed = [&] { return fail(Error::Kind::unwritable, "cannot write " + path); };
    if (error) return failed();
    // Where a disk is full, the old text is still there.
    auto target = fs::weakly_canonical(path, error);
    if (error) target = path;
    auto fresh = target.string() + ".XXXXXX";
    int const descriptor = ::mkstemp(fresh.data());
    if (descriptor < 0) return failed();
    ::close(descriptor);
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out << text;
    out.close();
    if (out) {
        // Those of the old file, or what a new file has.
        auto const old = fs::status(target, error);
        auto permissions = old.permissions();
        if (error || !fs::exists(old)) {
            auto const mask = ::umask(0);
            ::umask(mask);
            permissions = static_cast<fs::perms>(0666U & ~mask);
        }
        fs::permissions(fresh, permissions, error);
        error.clear();
        fs::rename(fresh, target, error);
    }
    if (!out || error) {
        std::error_code ignored;
        fs::remove(fresh, ignored);
        return failed();
    }
    return {};
}
bool RealFiles::is_folder(std::string const &path) const {
    std::error_code error;
    return fs::is_directory(path, error);
}
Result<std::vector<std::string>> RealFiles::list(std::string const &folder) const {
    std::vector<std::string> paths;
    std::error_code error;
    for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
         it.increment(error))
        if (it->is_regular_file(error))
            paths.push_back(it->path().lexically_normal().generic_string());
    if (error) return fail(Error::Kind::unreadable, "cannot list " + folder);
    std::sort(paths.begin(), paths.end());
    return paths;
}

Result<std::string> MemoryFiles::read(std::string const &path) const {
    auto const it = texts.find(path);
    if (it == texts.end()) return fail(Error::Kind::not_found, "there is no file " + path);
    return it->second;
}
Result<void> MemoryFiles::write(std::string const &path, std::string const &text) {
    texts[path] = text;
    return {};
}
bool MemoryFiles::is_folder(std::string const &path) const {
    auto const it = texts.lower_bound(path + "/");
    return path == "." || (it != texts.end() && it->first.rfind(path + "/", 0) == 0);
}
Result<std::vector<std::string>> MemoryFiles::list(std::string const &folder) const {
    std::vector<std::string> paths;
    for (auto const &[path, _] : texts)
        if (folder == "." || path.rfind(folder + "/", 0) == 0) paths.push_back(path);
    return paths;
}

} // namespace mandate::cli

#include "rpc/methods.hpp"

#include <unordered_map>

namespace aw::rpc {

const NamedMethod* findMethod(std::string_view name) {
    static const auto kTable = [] {
        std::unordered_map<std::string_view, const NamedMethod*> table;
        for (const auto methods :
             {accountMethods(), blockMethods(), callMethods(), feeMethods(), logMethods(), nodeMethods()})
            for (const auto& entry : methods)
                table.emplace(entry.name, &entry);
        return table;
    }();
    const auto found = kTable.find(name);
    return found == kTable.end() ? nullptr : found->second;
}

} // namespace aw::rpc

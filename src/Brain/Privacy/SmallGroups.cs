namespace Jinan.IndustryBrain.Brain.Privacy;

/// <summary>The groups of atoms that together stand for fewer than k enterprises: what no combination may be left with.</summary>
internal static class SmallGroups
{
    /// <param name="atoms">All atoms.</param>
    /// <param name="k">The least number of enterprises that may be seen.</param>
    /// <param name="limit">Gives up beyond so many groups.</param>
    /// <returns>The largest such groups, or null when there are more than the limit.</returns>
    public static IReadOnlyList<IReadOnlyList<int>>? Find(IReadOnlyList<Atom> atoms, int k, int limit)
    {
        var small = Enumerable.Range(0, atoms.Count).Where(i => atoms[i].Enterprises > 0 && atoms[i].Enterprises < k).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var groups = new List<IReadOnlyList<int>>();
        var open = new Stack<SortedSet<string>>();
        open.Push(new SortedSet<string>(StringComparer.Ordinal));
        while (open.TryPop(out var enterprises))
        {
            var members = new List<int>();
            var isLargest = true;
            foreach (var atom in small)
            {
                var added = atoms[atom].Weights.Keys.Where(enterprise => !enterprises.Contains(enterprise)).ToList();
                if (added.Count == 0)
                {
                    members.Add(atom);
                    continue;
                }

                if (enterprises.Count + added.Count >= k)
                    continue;
                isLargest = false;
                var larger = new SortedSet<string>(enterprises, StringComparer.Ordinal);
                larger.UnionWith(added);
                if (seen.Add(string.Join('\n', larger)))
                    open.Push(larger);
            }

            if (isLargest && members.Count > 0)
                groups.Add(members);
            if (seen.Count > limit)
                return null;
        }

        return groups;
    }
}

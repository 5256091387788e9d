export const renames = async () => ({ accepted: 0, refused: [], notes: [] });
